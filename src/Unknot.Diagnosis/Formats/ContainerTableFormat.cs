using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Tables of containers: <c>docker ps</c>, <c>crictl ps</c>, <c>crictl pods</c>, <c>ctr c ls</c>, <c>ctr t ls</c>.</summary>
internal static class ContainerTableFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "containers";

    /// <summary>True when one of the headers stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => TableOf(line) is not null);

    /// <summary>Reads all tables in the text.</summary>
    public static void Read(FormatInput input)
    {
        (ColumnTable Table, string Id)? current = null;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (TableOf(line) is { } header)
            {
                current = header;
                continue;
            }

            if (current is not { } table) continue;
            string id = table.Table.Cell(line, table.Id);
            if (!ContainerNames.IsId(id))
            {
                if (line.AsSpan().Trim().Length == 0) current = null;
                continue;
            }

            Add(table.Table, line, id, input, i);
        }
    }

    private static (ColumnTable Table, string Id)? TableOf(string line) =>
        ColumnTable.Of(line, "CONTAINER ID", "NAMES") is { } docker ? (docker, "CONTAINER ID")
        : ColumnTable.Of(line, "POD ID", "NAMESPACE", "STATE") is { } pods ? (pods, "POD ID")
        : ColumnTable.Of(line, "CONTAINER", "ATTEMPT", "STATE") is { } cri ? (cri, "CONTAINER")
        : ColumnTable.Of(line, "CONTAINER", "RUNTIME") is { } ctr ? (ctr, "CONTAINER")
        : ColumnTable.Of(line, "TASK", "PID", "STATUS") is { } tasks ? (tasks, "TASK")
        : null;

    private static void Add(ColumnTable table, string line, string id, FormatInput input, int index)
    {
        string name = table.Cell(line, "NAMES") is { Length: > 0 } names ? names : table.Cell(line, "NAME");
        string status = table.Cell(line, "STATUS") is { Length: > 0 } text ? text : table.Cell(line, "STATE");
        string ns = table.Cell(line, "NAMESPACE");
        int? pid = int.TryParse(table.Cell(line, "PID"), out int number) && number > 0 ? number : null;
        string? pod = ContainerNames.PodOf(name) ?? (ns.Length > 0 ? $"{ns}/{name}" : table.Cell(line, "POD") is { Length: > 0 } p ? p : null);
        string image = table.Cell(line, "IMAGE");
        input.Snapshot.Containers.Add(new ContainerEvidence(
            id, name.Length == 0 ? null : name, StateOf(status), pid, pod, image.Length == 0 ? null : image, input.Origin(index)));
    }

    /// <summary>docker's STATUS ("Up 7 seconds (Paused)", "Exited (137) …") or the CRI's STATE in docker's words.</summary>
    public static string? StateOf(string status)
    {
        if (status.Length == 0) return null;
        if (status.StartsWith("Up", StringComparison.Ordinal)) return status.Contains("(Paused)", StringComparison.Ordinal) ? "paused" : "running";
        if (status.StartsWith("Removal", StringComparison.Ordinal)) return "removing";
        int end = status.IndexOf(' ');
        string word = (end < 0 ? status : status[..end]).ToLowerInvariant();
        return word.Replace("container_", "", StringComparison.Ordinal);
    }
}
