using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Sockets;

/// <summary><c>/proc/PID/net/unix</c> (<c>net/unix/af_unix.c</c>, <c>unix_seq_show</c>): the unix sockets of that process' own network namespace. No peers, no queues.</summary>
internal static class NetUnixFile
{
    private const uint AcceptsConnections = 0x10000;

    /// <summary>Reads it; empty when it cannot be read.</summary>
    public static IReadOnlyList<SocketRecord> Read(string path) => Parse(ProcFile.Read(path, out _));

    /// <summary>Parses it: a head line, then <c>Num: RefCount Protocol Flags Type St Inode Path</c>.</summary>
    public static IReadOnlyList<SocketRecord> Parse(ReadOnlySpan<byte> content)
    {
        List<SocketRecord> sockets = [];
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n').Skip(1))
        {
            string[] fields = line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 7 || !uint.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint flags)
                || !ulong.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)) continue;
            sockets.Add(new SocketRecord { Inode = inode, Listening = (flags & AcceptsConnections) != 0, Path = fields.Length > 7 ? fields[7] : null });
        }

        return sockets;
    }
}
