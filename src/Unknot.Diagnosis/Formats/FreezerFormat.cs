using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// Freezer states: copies of <c>freezer.state</c> (cgroup v1), <c>cgroup.freeze</c> and <c>cgroup.events</c> (v2), or
/// <c>grep . …/freezer.state</c> output with a path on each line.
/// </summary>
internal static partial class FreezerFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "freezer";

    /// <summary>True when a line tells the state of a path.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.Length < 1000 && Line().IsMatch(line));

    /// <summary>Reads all such lines.</summary>
    public static void Read(FormatInput input)
    {
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            Match match = input.Text.Lines[i].Length < 1000 ? Line().Match(input.Text.Lines[i]) : Match.Empty;
            if (match.Success) Add(input.Snapshot, match.Groups["path"].Value, match.Groups["item"].Value, match.Groups["state"].Value, input.Origin(i));
        }
    }

    /// <summary>Reads a copy of the file itself; false when name or content are others.</summary>
    public static bool TryReadCopy(string path, TextDocument text, EvidenceFile file, EvidenceSnapshot snapshot)
    {
        Match match = Copy().Match(path.Replace('\\', '/'));
        if (!match.Success) return false;
        string item = match.Groups["item"].Value;
        foreach (string line in text.Lines)
        {
            string state = line.Trim();
            if (item == "cgroup.events" ? state.StartsWith("frozen ", StringComparison.Ordinal) : state is "FROZEN" or "FREEZING" or "THAWED" or "0" or "1")
            {
                Add(snapshot, match.Groups["path"].Value, item, state.Replace("frozen ", "", StringComparison.Ordinal), new Provenance(file));
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a file's name is that of a freezer's file.</summary>
    public static bool IsCopy(string path) => Copy().IsMatch(path.Replace('\\', '/'));

    private static void Add(EvidenceSnapshot snapshot, string path, string item, string state, Provenance origin)
    {
        const string Mark = "/freezer";
        int root = path.LastIndexOf(Mark + "/", StringComparison.Ordinal);
        string cgroup = root >= 0 ? path[(root + Mark.Length)..] : path[(path.LastIndexOf("/sys/fs/cgroup", StringComparison.Ordinal) is var at and >= 0 ? at + "/sys/fs/cgroup".Length : 0)..];
        string told = item == "freezer.state" ? state : state == "1" ? "FROZEN" : "THAWED";
        snapshot.Freezers.Add(new FreezerEvidence(cgroup.Length == 0 ? "/" : cgroup, told, origin));
    }

    [GeneratedRegex(@"^(?<path>\S*)/(?<item>freezer\.state|cgroup\.freeze|cgroup\.events):\s*(?:frozen )?(?<state>FROZEN|FREEZING|THAWED|[01])\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"^(?<path>.*?)(?:^|/|!)(?<item>freezer\.state|cgroup\.freeze|cgroup\.events)(?:\.txt)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Copy();
}
