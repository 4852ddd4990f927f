using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Reports;

/// <summary>What was looked at, counted.</summary>
internal static class Inventory
{
    public static IReadOnlyList<string> Of(EvidenceSnapshot snapshot)
    {
        List<string> list = [];
        foreach (IGrouping<string, DumpEvidence> dumps in snapshot.Dumps.GroupBy(d => d.Component))
            list.Add($"{Count(dumps.Count(), "dump")} of {dumps.Key} ({Count(dumps.Max(d => d.Dump.Total), "goroutine")})");
        Add(list, snapshot.Processes.Count, "process", "processes");
        Add(list, snapshot.Sockets.Count, "unix socket", "unix sockets");
        Add(list, snapshot.Mounts.Count, "mount", "mounts");
        Add(list, snapshot.HungTasks.Count, "hung task", "hung tasks");
        Add(list, snapshot.Containers.Count, "container", "containers");
        Add(list, snapshot.Nodes.Count, "node object", "node objects");
        int logs = snapshot.Files.Count(f => f.Source.Contains("log", StringComparison.Ordinal) || f.Source == "journal");
        Add(list, logs, "log", "logs");
        return list;
    }

    private static void Add(List<string> list, int count, string one, string many)
    {
        if (count > 0) list.Add($"{count} {(count == 1 ? one : many)}");
    }

    private static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
