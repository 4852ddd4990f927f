using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Tables of <c>kubectl get nodes</c> and <c>kubectl get pods [-A] [-o wide]</c>.</summary>
internal static class KubectlTableFormat
{
    /// <summary>Kind of evidence of the table in a text; null when there is none.</summary>
    public static string? SourceOf(TextDocument text)
    {
        foreach (string line in text.Lines)
        {
            if (NodesOf(line) is not null) return ApiObjectFormat.NodeSource;
            if (PodsOf(line) is not null) return ApiObjectFormat.PodSource;
        }

        return null;
    }

    /// <summary>Reads all tables in the text.</summary>
    public static void Read(FormatInput input)
    {
        ColumnTable? nodes = null, pods = null;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (NodesOf(line) is { } nodeHeader) (nodes, pods) = (nodeHeader, null);
            else if (PodsOf(line) is { } podHeader) (nodes, pods) = (null, podHeader);
            else if (line.AsSpan().Trim().Length == 0) (nodes, pods) = (null, null);
            else if (nodes is not null) AddNode(nodes, line, input, i);
            else if (pods is not null) AddPod(pods, line, input, i);
        }
    }

    private static ColumnTable? NodesOf(string line) => ColumnTable.Of(line, "NAME", "STATUS", "AGE", "VERSION");

    private static ColumnTable? PodsOf(string line) => ColumnTable.Of(line, "NAME", "READY", "STATUS", "RESTARTS");

    private static void AddNode(ColumnTable table, string line, FormatInput input, int index)
    {
        string status = table.Cell(line, "STATUS"), version = table.Cell(line, "VERSION");
        string ready = status.Split(',')[0] switch { "Ready" => "True", "NotReady" => "False", _ => "" };
        if (ready.Length == 0) return;
        SortedDictionary<string, string> versions = new(StringComparer.Ordinal) { ["kubeletVersion"] = version };
        foreach ((string column, string key) in ((string, string)[])[("KERNEL-VERSION", "kernelVersion"), ("OS-IMAGE", "osImage"), ("CONTAINER-RUNTIME", "containerRuntimeVersion")])
        {
            if (table.Cell(line, column) is { Length: > 0 } value) versions[key] = value;
        }

        input.Snapshot.Nodes.Add(new NodeEvidence(table.Cell(line, "NAME"), [new NodeCondition("Ready", ready, "", "", null)], versions, input.Origin(index)));
    }

    private static void AddPod(ColumnTable table, string line, FormatInput input, int index)
    {
        string name = table.Cell(line, "NAME"), ns = table.Cell(line, "NAMESPACE"), node = table.Cell(line, "NODE"), status = table.Cell(line, "STATUS");
        if (name.Length == 0 || status.Length == 0 || !table.Cell(line, "READY").Contains('/')) return;
        input.Snapshot.Pods.Add(new PodEvidence(
            $"{(ns.Length > 0 ? ns : "default")}/{name}", status, node is "" or "<none>" ? null : node, null, input.Origin(index)));
    }
}
