using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>kubectl describe node</c>, whole or only the conditions as pasted into a ticket.</summary>
internal static partial class NodeDescribeFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "node";

    /// <summary>True when a node's condition stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.AsSpan().ContainsAny(States) && Condition().IsMatch(line));

    private static readonly System.Buffers.SearchValues<string> States = System.Buffers.SearchValues.Create([" True ", " False ", " Unknown "], StringComparison.Ordinal);

    /// <summary>Reads all nodes in the text.</summary>
    public static void Read(FormatInput input)
    {
        string? name = null;
        List<NodeCondition> conditions = [];
        SortedDictionary<string, string> versions = new(StringComparer.Ordinal);
        int first = 0;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            Match match = NodeName().Match(line);
            if (match.Success)
            {
                Add(input, name, conditions, versions, first);
                (name, conditions, versions, first) = (match.Groups[1].Value, [], new SortedDictionary<string, string>(StringComparer.Ordinal), i);
                continue;
            }

            match = Condition().Match(line);
            if (match.Success)
            {
                if (conditions.Count == 0 && name is null) first = i;
                conditions.Add(ReadCondition(match, input));
                continue;
            }

            match = Info().Match(line);
            if (match.Success && NameOf(match.Groups["name"].Value) is { } key) versions.TryAdd(key, match.Groups["value"].Value);
        }

        Add(input, name, conditions, versions, first);
    }

    private static NodeCondition ReadCondition(Match match, FormatInput input)
    {
        if (TimeOf(match.Groups["heartbeat"].Value) is { } heartbeat) input.SawTime(heartbeat);
        return new NodeCondition(
            match.Groups["type"].Value, match.Groups["status"].Value, match.Groups["reason"].Value, match.Groups["message"].Value.TrimEnd(),
            TimeOf(match.Groups["changed"].Value));
    }

    private static void Add(FormatInput input, string? name, List<NodeCondition> conditions, SortedDictionary<string, string> versions, int first)
    {
        if (conditions.Count == 0) return;
        input.Snapshot.Nodes.Add(new NodeEvidence(name ?? "", conditions, versions, input.Origin(first)));
        VersionTold.OfNode(versions, input.Snapshot);
    }

    /// <summary>The names that the API object's nodeInfo has.</summary>
    private static string? NameOf(string name) => name switch
    {
        "Kernel Version" => "kernelVersion",
        "OS Image" => "osImage",
        "Container Runtime Version" => "containerRuntimeVersion",
        "Kubelet Version" => "kubeletVersion",
        _ => null,
    };

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    [GeneratedRegex(@"^Name:\s+(\S+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex NodeName();

    [GeneratedRegex(@"^\s*(?<type>Ready|MemoryPressure|DiskPressure|PIDPressure|OutOfDisk|NetworkUnavailable|[A-Z][A-Za-z]*(?:Problem|Deadlock|Unhealthy|Healthy|Filesystem))\s+(?<status>True|False|Unknown)\s+(?<heartbeat>[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})\s+(?<changed>[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})\s+(?<reason>\S+)\s+(?<message>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^\s+(?<name>Kernel Version|OS Image|Container Runtime Version|Kubelet Version):\s+(?<value>\S.*?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Info();
}
