using System.Globalization;
using System.Net;
using System.Text;
using Unknot.Node.Linux;

namespace Unknot.Node.Kubelet;

/// <summary>Listening TCP sockets of a process' network namespace, from <c>/proc/PID/net/tcp</c> and <c>tcp6</c> (<c>net/ipv4/tcp_ipv4.c</c>, <c>get_tcp4_sock</c>).</summary>
internal static class TcpListeners
{
    private const string Listening = "0A";

    /// <summary>Reads both tables.</summary>
    /// <param name="processFolder"><c>/proc/PID</c>.</param>
    /// <param name="inodes">Inodes of the sockets that the process has open.</param>
    /// <returns>Where it listens, in the order of the ports.</returns>
    public static IReadOnlyList<IPEndPoint> Read(string processFolder, IReadOnlySet<ulong> inodes)
    {
        List<IPEndPoint> found = [];
        foreach (string table in (string[])["tcp", "tcp6"]) found.AddRange(Parse(ProcFile.Read($"{processFolder}/net/{table}", out _), inodes));
        return [.. found.OrderBy(e => e.Port)];
    }

    /// <summary>Parses a table: a head line, then <c>sl local rem st tx:rx tr:tm retrnsmt uid timeout inode …</c>.</summary>
    public static IReadOnlyList<IPEndPoint> Parse(ReadOnlySpan<byte> content, IReadOnlySet<ulong> inodes)
    {
        List<IPEndPoint> found = [];
        foreach (string line in Encoding.ASCII.GetString(content).Split('\n').Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Listening && ulong.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
                && inodes.Contains(inode) && EndPointOf(fields[1]) is { } local) found.Add(local);
        }

        return found;
    }

    /// <summary>An address of any is reached over loopback.</summary>
    public static IPEndPoint Reachable(IPEndPoint local) =>
        IPAddress.Any.Equals(local.Address) ? new IPEndPoint(IPAddress.Loopback, local.Port)
        : IPAddress.IPv6Any.Equals(local.Address) ? new IPEndPoint(IPAddress.IPv6Loopback, local.Port)
        : local;

    // Address as words of 32 bits in the machine's own order, printed as numbers; the port in network order.
    private static IPEndPoint? EndPointOf(string text)
    {
        int colon = text.IndexOf(':');
        if (colon is not (8 or 32) || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort port)) return null;
        byte[] address = new byte[colon / 2];
        for (int word = 0; word < address.Length / 4; word++)
        {
            if (!uint.TryParse(text.AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint value)) return null;
            BitConverter.TryWriteBytes(address.AsSpan(word * 4), value);
        }

        return new IPEndPoint(new IPAddress(address), port);
    }
}
