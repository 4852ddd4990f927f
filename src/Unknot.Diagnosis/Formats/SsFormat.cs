using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Unix sockets of <c>ss -xp</c>, <c>-xpe</c>, <c>-xlp</c> (iproute2 <c>misc/ss.c</c>).</summary>
internal static partial class SsFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "ss";

    /// <summary>True when a line of a unix socket stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.StartsWith("u_", StringComparison.Ordinal) && Row().IsMatch(line));

    /// <summary>Reads all unix sockets in the text.</summary>
    public static void Read(FormatInput input)
    {
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (!line.StartsWith("u_", StringComparison.Ordinal)) continue;
            Match match = Row().Match(line);
            if (match.Success) Add(match, input, i);
        }
    }

    private static void Add(Match match, FormatInput input, int line)
    {
        if (!ulong.TryParse(match.Groups["inode"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)) return;
        _ = ulong.TryParse(match.Groups["peer"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out ulong peer);
        _ = long.TryParse(match.Groups["recv"].ValueSpan, out long received);
        _ = long.TryParse(match.Groups["send"].ValueSpan, out long sent);
        string path = match.Groups["path"].Value.TrimEnd();
        List<SocketOwner> owners = [];
        foreach (Match owner in Owner().Matches(match.Groups["rest"].Value))
        {
            if (int.TryParse(owner.Groups["pid"].ValueSpan, out int pid) && int.TryParse(owner.Groups["fd"].ValueSpan, out int fd))
            {
                owners.Add(new SocketOwner(owner.Groups["name"].Value, pid, fd));
            }
        }

        input.Snapshot.Sockets.Add(new SocketEvidence(
            inode, peer, path is "*" or "" ? null : path, match.Groups["state"].ValueSpan.SequenceEqual("LISTEN"), received, sent, owners, input.Origin(line)));
    }

    // Wide columns run together: neither the state nor the address need a space before what follows.
    [GeneratedRegex(@"^u_(?:str|dgr|seq)\s*(?<state>[A-Z][A-Z-]*)\s*(?<recv>\d+)\s+(?<send>\d+)\s+(?<path>.*?)[\s*]\s*(?<inode>\d+)\s+(?:\S.*?\s|\*)\s*(?<peer>\d+)(?:\s+(?<rest>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    [GeneratedRegex("\\(\"(?<name>(?:[^\"\\\\]|\\\\.)*)\",(?:pid=)?(?<pid>\\d+),(?:fd=)?(?<fd>\\d+)\\)", RegexOptions.CultureInvariant)]
    private static partial Regex Owner();
}
