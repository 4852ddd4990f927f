using System.Globalization;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Processes;

/// <summary>All processes: <c>/proc/PID/*</c> into <c>proc.jsonl</c>.</summary>
internal sealed class ProcessSource : INodeSource
{
    public const string SourceName = "proc";

    // Reading one process takes some 0.2 ms; one that takes thousands of times as long does not come back, even on a machine under heavy load.
    private static readonly TimeSpan s_perProcess = TimeSpan.FromSeconds(1);

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(5);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = $"listing {scan.Options.ProcRoot}";
        List<int> pids = Pids(scan.Options.ProcRoot);
        if (pids.Count == 0)
        {
            sink.Gap(scan.Options.ProcRoot, "has no process in it: is it a mounted proc file system?", "ENOENT");
            return;
        }

        sink.Doing = $"reading {pids.Count} processes";
        SourceSink.LineDocument lines = sink.OpenLines("proc.jsonl", ProcessTableFormat.SchemaVersion);
        ProcessReader reader = new(scan.Options.ProcRoot);
        RefusalCount refusals = new();
        new AbandonableCrew<int>(Math.Clamp(Environment.ProcessorCount, 2, 8), s_perProcess).Run(
            pids,
            (pid, work) =>
            {
                if (reader.Read(pid, work.Step) is not { } record) return;
                work.Publish(() =>
                {
                    scan.Processes.Add(record);
                    lines.Add(record, NodeJson.Default.ProcessRecord);
                    refusals.Count(record);
                });
            },
            (pid, at) => sink.Gap($"pid {pid}", Hung(at, $"{scan.Options.ProcRoot}/{pid}/"), "ETIMEDOUT"),
            (pid, error) => sink.Gap($"pid {pid}", error, null),
            cancellation);
        foreach ((string item, int count) in refusals.All) sink.Gap($"{scan.Options.ProcRoot}/PID/{item[..item.IndexOf(':')]}", $"of {count} process(es) could not be read", item[(item.IndexOf(':') + 2)..]);
        if (pids.Count < 3) sink.Gap(scan.Options.ProcRoot, "shows hardly any process: mounted with hidepid, or a container's own pid namespace; run as root in the node's pid namespace", null);
    }

    /// <summary>The same words for the same file of different processes: a report then lists them in one line.</summary>
    private static string Hung(string? at, string folder) => at switch
    {
        null => "could not be read",
        _ when at.StartsWith("not begun", StringComparison.Ordinal) => at,
        _ => $"reading {at.Replace(folder, "", StringComparison.Ordinal)} did not return within {s_perProcess.TotalMilliseconds} ms",
    };

    private static List<int> Pids(string procRoot)
    {
        List<int> pids = [];
        if (!Directory.Exists(procRoot)) return pids;
        foreach (string entry in Directory.EnumerateDirectories(procRoot))
        {
            if (int.TryParse(entry.AsSpan(procRoot.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) pids.Add(pid);
        }

        pids.Sort();
        return pids;
    }

    /// <summary>One gap for each kind of refusal, not one for each of ten thousand processes.</summary>
    private sealed class RefusalCount
    {
        private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public IEnumerable<(string Item, int Count)> All
        {
            get
            {
                lock (_counts) return [.. _counts.Select(c => (c.Key, c.Value))];
            }
        }

        public void Count(ProcessRecord record)
        {
            foreach (string gap in record.Gaps ?? [])
            {
                lock (_counts) _counts[gap] = _counts.GetValueOrDefault(gap) + 1;
            }
        }
    }
}
