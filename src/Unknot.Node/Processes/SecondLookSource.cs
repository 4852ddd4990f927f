using System.Diagnostics;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Processes;

/// <summary>
/// Looks at the runtime commands once more after a while: one that is still there has not returned within the seconds in which it should be long
/// gone. Waits only where there is one, and only until the youngest is old enough to tell.
/// </summary>
internal sealed class SecondLookSource : INodeSource
{
    // A runtime command usually lives for some 50 ms; from 3 s on the diagnosis calls it overdue.
    private const double Telling = 3.2;
    private static readonly TimeSpan s_perProcess = TimeSpan.FromSeconds(1);

    public string Name => "proc-again";

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        sink.Doing = "waiting for the processes";
        ProcessRecord[] commands = [.. scan.WaitForProcesses(cancellation).All.Where(IsRuntimeCommand).OrderBy(p => p.Pid)];
        if (commands.Length == 0) return;
        double wait = Math.Max(0.2, Telling - commands.Min(c => c.AgeSeconds ?? 0)) - Stopwatch.GetElapsedTime(start).TotalSeconds;
        sink.Doing = $"waiting to look at {commands.Length} runtime command(s) again";
        if (wait > 0 && cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(Math.Min(wait, Telling)))) return;
        Look(commands, scan, sink, cancellation);
    }

    private static void Look(ProcessRecord[] commands, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        ProcessReader reader = new(scan.Options.ProcRoot);
        SourceSink.LineDocument lines = sink.OpenLines("proc-again.jsonl", ProcessTableFormat.SchemaVersion);
        new AbandonableCrew<ProcessRecord>(2, s_perProcess).Run(
            commands,
            (before, work) =>
            {
                // The pid may be another process by now.
                if (reader.Read(before.Pid, work.Step) is not { } now || now.StartTicks != before.StartTicks) return;
                work.Publish(() => lines.Add(now with { Files = null }, NodeJson.Default.ProcessRecord));
            },
            (before, at) => sink.Gap($"pid {before.Pid}", $"reading {at} did not return", "ETIMEDOUT"),
            (before, error) => sink.Gap($"pid {before.Pid}", error, null),
            cancellation);
    }

    /// <summary>runc, or a wrapper in its place.</summary>
    public static bool IsRuntimeCommand(ProcessRecord process) => process.State != "Z"
        && (ProcessTable.ComponentOf(process) == Components.Runc || (process.Arguments?.Contains("--root") == true && process.Arguments.Contains("--log-format")));
}
