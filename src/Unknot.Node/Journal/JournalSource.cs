using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Journal;

/// <summary>
/// The last half hour of the container stack's, systemd's, the bus' and the kernel's log, from the journal's own files into
/// <c>journal/COMPONENT.log</c>; where there is no journal, the ends of the log files (<see cref="LogTails"/>).
/// </summary>
internal sealed class JournalSource : INodeSource
{
    public const string SourceName = "journal";

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(30), s_time = TimeSpan.FromSeconds(3);

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(7);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = "waiting for processes";
        ProcessTable processes = scan.WaitForProcesses(cancellation);
        HashSet<(ulong, ulong)> seen = [];
        int journals = 0, texts = 0;
        foreach (int pid in Roots(processes))
        {
            sink.Doing = $"listing the journal below the root of pid {pid}";
            using JournalFolder folder = JournalFolder.Of(scan.Options.ProcRoot, pid, seen);
            foreach ((string place, string errno) in folder.Refused) sink.Gap(place, "may not be read (it takes root or the group systemd-journal)", errno);
            if (folder.Files.Count == 0) continue;
            JournalReading reading = new(scan.StartedAt - s_window, NamespacePids.Of(scan.Options.ProcRoot, processes, pid), s_time);
            reading.Read(folder, sink, cancellation);
            if (reading.FilesRefused == folder.Files.Count) JournalctlFallback.Read(scan, sink, s_window, cancellation);
            string prefix = journals++ == 0 ? "journal/" : $"journal/{pid}/";
            foreach ((string component, JournalText text) in reading.Texts)
            {
                if (text.IsFull) sink.Gap($"{prefix}{component}.log", $"only the newest entries are kept: from {text.Oldest:HH:mm:ss} UTC on", null);
                if (sink.Add($"{prefix}{component}.log", text.Print())) texts++;
            }
        }

        if (journals == 0) LogTails.Read(scan.Options.ProcRoot, sink, cancellation);
        else if (texts == 0) sink.Gap("journal", $"has no entry of the container stack within {s_window.TotalMinutes:0} minutes", null);
    }

    // A journald in a mount namespace of its own is one more node on the machine.
    private static IEnumerable<int> Roots(ProcessTable processes) =>
        processes.All.Where(p => p.Pid == 1 || p.Name == "systemd-journal").OrderBy(p => p.Pid).Select(p => p.Pid).Prepend(1).Distinct();
}
