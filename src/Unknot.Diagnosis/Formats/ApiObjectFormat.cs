using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Objects in JSON or YAML: nodes, pods and events of the API server, containers of <c>docker inspect</c> and <c>crictl</c>.</summary>
internal static class ApiObjectFormat
{
    /// <summary>Kind of evidence of a node's object.</summary>
    public const string NodeSource = "node";

    /// <summary>Kind of evidence of pods.</summary>
    public const string PodSource = "pods";

    /// <summary>Kind of evidence of containers.</summary>
    public const string ContainerSource = "containers";

    /// <summary>Kind of evidence of events.</summary>
    public const string EventSource = "events";

    /// <summary>What the documents tell of, by the first object known; null when nothing.</summary>
    public static string? SourceOf(IReadOnlyList<DataNode> documents) => Objects(documents).Select(KindOf).FirstOrDefault(kind => kind is not null);

    /// <summary>Reads all objects.</summary>
    public static void Read(IReadOnlyList<DataNode> documents, EvidenceFile file, EvidenceSnapshot snapshot)
    {
        foreach (DataNode node in Objects(documents))
        {
            Provenance origin = new(file, node.Line);
            switch (KindOf(node))
            {
                case NodeSource:
                    AddNode(node, snapshot, origin);
                    break;
                case PodSource:
                    AddPod(node, snapshot, origin);
                    break;
                case EventSource:
                    AddEvent(node, snapshot, origin);
                    break;
                case ContainerSource:
                    ContainerObjects.Add(node, snapshot, origin);
                    break;
                case VersionFormat.Source:
                    EngineObjects.Add(node, snapshot);
                    break;
            }
        }
    }

    private static string? KindOf(DataNode node) => node.Of("kind") switch
    {
        "Node" => NodeSource,
        "Pod" => PodSource,
        "Event" => EventSource,
        "" when node["spec"].Map is not null && node["status"]["nodeInfo"].Map is not null => NodeSource,
        "" when node["status"]["containerStatuses"].Items.Count > 0 => PodSource,
        _ => ContainerObjects.Recognise(node) ? ContainerSource : EngineObjects.Recognise(node) ? VersionFormat.Source : null,
    };

    /// <summary>Lists are opened: <c>kind: List</c>, <c>NodeList</c>, troubleshoot.sh's bare arrays, <c>crictl ps -o json</c>.</summary>
    private static IEnumerable<DataNode> Objects(IReadOnlyList<DataNode> documents)
    {
        foreach (DataNode document in documents)
        {
            if (document.Items.Count > 0)
            {
                foreach (DataNode item in document.Items) yield return item;
                continue;
            }

            string kind = document.Of("kind");
            bool isTyped = kind.Length > "List".Length && kind.EndsWith("List", StringComparison.Ordinal);
            foreach (DataNode item in document["items"].Items) yield return isTyped ? WithKind(item, kind[..^"List".Length]) : item;
            foreach (DataNode item in document["containers"].Items) yield return item;

            yield return document;
        }
    }

    /// <summary>Items of a typed list need not repeat their kind.</summary>
    private static DataNode WithKind(DataNode item, string kind) => item.Map is null || item.Map.ContainsKey("kind")
        ? item
        : new DataNode { Map = new Dictionary<string, DataNode>(item.Map, StringComparer.Ordinal) { ["kind"] = new() { Text = kind } }, Line = item.Line };

    private static void AddNode(DataNode node, EvidenceSnapshot snapshot, Provenance origin)
    {
        List<NodeCondition> conditions = [];
        foreach (DataNode condition in node["status"]["conditions"].Items)
        {
            conditions.Add(new NodeCondition(
                condition.Of("type"), condition.Of("status"), condition.Of("reason"), condition.Of("message"), TimeOf(condition.Of("lastTransitionTime"))));
            if (TimeOf(condition.Of("lastHeartbeatTime")) is { } heartbeat && (origin.File.CollectedAt is null || heartbeat > origin.File.CollectedAt)) origin.File.CollectedAt = heartbeat;
        }

        SortedDictionary<string, string> versions = new(StringComparer.Ordinal);
        foreach ((string name, DataNode value) in node["status"]["nodeInfo"].Map ?? new Dictionary<string, DataNode>())
        {
            if (value.Text is { } text) versions[name] = text;
        }

        snapshot.Nodes.Add(new NodeEvidence(node["metadata"].Of("name"), conditions, versions, origin));
        VersionTold.OfNode(versions, snapshot);
    }

    private static void AddPod(DataNode pod, EvidenceSnapshot snapshot, Provenance origin)
    {
        DataNode metadata = pod["metadata"], status = pod["status"];
        string ns = metadata.Of("namespace") is { Length: > 0 } n ? n : "default";
        string name = $"{ns}/{metadata.Of("name")}";
        string node = pod["spec"].Of("nodeName"), uid = metadata.Of("uid");
        string phase = metadata["deletionTimestamp"].Text is null ? status.Of("phase") : "Terminating";
        snapshot.Pods.Add(new PodEvidence(name, phase, node.Length == 0 ? null : node, uid.Length == 0 ? null : uid, origin));
        foreach (string list in (string[])["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"])
        {
            foreach (DataNode container in status[list].Items)
            {
                string id = container.Of("containerID");
                id = id[(id.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
                if (!ContainerNames.IsId(id)) continue;
                string? state = container["state"].Map?.Keys.FirstOrDefault();
                snapshot.Containers.Add(new ContainerEvidence(
                    id, container.Of("name"), state == "terminated" ? "exited" : state, null, name, container.Of("image"), origin));
            }
        }
    }

    private static void AddEvent(DataNode entry, EvidenceSnapshot snapshot, Provenance origin)
    {
        string message = entry.Of("message");
        string text = $"{entry.Of("reason")} {entry["involvedObject"].Of("kind")}/{entry["involvedObject"].Of("name")} {message}";
        DateTimeOffset? time = TimeOf(entry.Of("lastTimestamp")) ?? TimeOf(entry.Of("eventTime")) ?? TimeOf(entry["metadata"].Of("creationTimestamp"));
        long count = long.TryParse(entry.Of("count"), NumberStyles.None, CultureInfo.InvariantCulture, out long n) && n > 0 ? n : 1;
        foreach (LogPattern pattern in LogPatterns.Match(text))
        {
            string writer = entry["source"].Of("component");
            TimeSpan? age = pattern.AgeAfter is { } mark && text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0
                && LineTimes.TryGoDuration(text.AsSpan(at + mark.Length), out TimeSpan told) ? told : null;
            snapshot.Logs.Add(new LogEvidence(
                pattern.Kind, writer.Length == 0 ? null : writer, null, time, text.Length > 500 ? text[..500] : text, ContainerNames.FindId(text), age, origin, count));
        }
    }

    private static DateTimeOffset? TimeOf(string text) => LineTimes.TryIso(text, out DateTimeOffset time) ? time : null;
}
