using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>lsof -p PID</c> and <c>lsof</c> as a whole: descriptors of processes.</summary>
internal static partial class LsofFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "lsof";

    /// <summary>True when lsof's header stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => Header().IsMatch(line));

    /// <summary>Reads all descriptors in the text.</summary>
    public static void Read(FormatInput input)
    {
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            Match match = Row().Match(input.Text.Lines[i]);
            if (!match.Success || !int.TryParse(match.Groups["pid"].ValueSpan, out int pid) || pid <= 0) continue;
            if (!int.TryParse(match.Groups["fd"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int fd)) continue;
            char mode = match.Groups["mode"].ValueSpan is [char c] ? c : 'u';
            ProcessEvidence process = input.Snapshot.ProcessOf(pid);
            process.AddOrigin(input.Origin(i));
            process.Name ??= match.Groups["name"].Value.Trim();
            process.Files.Add(new FileDescriptorEvidence(fd, Target(match), mode is 'r' or 'u', mode is 'w' or 'u', input.Origin(i)));
        }
    }

    /// <summary>Pipes and sockets get the form that <c>/proc/PID/fd</c> has, so that both sources join.</summary>
    private static string Target(Match match)
    {
        string type = match.Groups["type"].Value, node = match.Groups["node"].Value, name = match.Groups["target"].Value.Trim();
        return type switch
        {
            "FIFO" when name is "pipe" => $"pipe:[{node}]",
            "unix" or "sock" or "IPv4" or "IPv6" or "netlink" when node.Length > 0 && node.All(char.IsAsciiDigit) => $"socket:[{node}]",
            "a_inode" => "anon_inode:" + name.Replace("anon_inode:", "", StringComparison.Ordinal),
            _ => name,
        };
    }

    [GeneratedRegex(@"^\s*COMMAND\s+PID\s.*\sFD\s+TYPE\s", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?<name>\S.*?)\s+(?<pid>\d{1,9})\s+(?:\d+\s+(?:\S+\s+)?)?(?<user>\S+)\s+(?<fd>\d{1,9})(?<mode>[rwu])?[RWNUu ]?\s+(?<type>[A-Za-z_0-9]+)\s+(?:\S+\s+)?(?:0t\d+|\d+|0x[0-9a-f]+)\s+(?<node>\S+)\s+(?<target>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
