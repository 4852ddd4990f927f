using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Unix sockets of <c>netstat -xp</c> (net-tools): no queues and no peers, but inode, owner and path.</summary>
internal static partial class NetstatFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "netstat";

    /// <summary>True when a line of a unix socket stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.StartsWith("unix ", StringComparison.Ordinal) && Row().IsMatch(line));

    /// <summary>Reads all unix sockets in the text.</summary>
    public static void Read(FormatInput input)
    {
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            if (!input.Text.Lines[i].StartsWith("unix ", StringComparison.Ordinal)) continue;
            Match match = Row().Match(input.Text.Lines[i]);
            if (!match.Success || !ulong.TryParse(match.Groups["inode"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)) continue;
            List<SocketOwner> owners = [];
            if (int.TryParse(match.Groups["pid"].ValueSpan, out int pid)) owners.Add(new SocketOwner(match.Groups["name"].Value.TrimEnd(), pid, -1));
            string path = match.Groups["path"].Value.Trim();
            bool isListening = match.Groups["state"].ValueSpan.SequenceEqual("LISTENING");
            input.Snapshot.Sockets.Add(new SocketEvidence(inode, 0, path.Length == 0 ? null : path, isListening, 0, 0, owners, input.Origin(i)));
        }
    }

    [GeneratedRegex(@"^unix\s+\d+\s+\[[^\]]*\]\s+(?:STREAM|DGRAM|SEQPACKET)\s+(?<state>[A-Z]*)\s+(?<inode>\d+)(?:\s+(?:-|(?<pid>\d+)/(?<name>[^/@]*?)))?(?:\s+(?<path>[/@].*))?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
