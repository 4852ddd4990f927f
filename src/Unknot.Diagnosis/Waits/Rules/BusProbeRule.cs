using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Who did not answer on the bus when it was asked with a deadline: the bus itself, or systemd behind a bus that answers. Direct evidence, so it
/// marks the process also where nobody is seen to wait for it yet.
/// </summary>
internal sealed class BusProbeRule : IWaitRule
{
    private const string VersionCall = "Manager.Version";

    public string Name => "bus-probe";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProbeEvidence probe in graph.Snapshot.Probes.Where(p => p is { Outcome: ProbeOutcome.TimedOut, Pid: > 0 }))
        {
            if (probe.Component == Components.DbusDaemon)
            {
                Mark(graph, probe, Components.DbusDaemon, 0.95, "DbusDaemonNotAnswering", $"did not answer {probe.Call} on {Socket(probe)} within {probe.Duration.TotalSeconds:0.0} s");
            }
            else if (probe is { Component: Components.Systemd, Call: VersionCall })
            {
                string over = IsPrivate(probe) ? $"on {Socket(probe)}" : $"while the bus at {Socket(probe)} answered";
                Mark(graph, probe, Components.Systemd, 0.97, "SystemdNotAnswering", $"did not answer Manager.Version within {probe.Duration.TotalSeconds:0.0} s, {over}");
            }
        }
    }

    /// <summary>The probe in which systemd has answered through its bus; null when there is none, or another was not answered.</summary>
    public static ProbeEvidence? Answered(WaitGraphBuilder graph)
    {
        ProbeEvidence[] probes = [.. graph.Snapshot.Probes.Where(p => p is { Component: Components.Systemd, Call: VersionCall })];
        return Array.TrueForAll(probes, p => p.Outcome == ProbeOutcome.Answered) ? probes.FirstOrDefault(p => !IsPrivate(p)) : null;
    }

    /// <summary>True where the bus was asked and has answered everything.</summary>
    public static bool BusAnswers(WaitGraphBuilder graph)
    {
        ProbeEvidence[] probes = [.. graph.Snapshot.Probes.Where(p => p is { Component: Components.DbusDaemon, Pid: > 0 })];
        return probes.Length > 0 && Array.TrueForAll(probes, p => p.Outcome == ProbeOutcome.Answered);
    }

    // A process that is stopped says so itself, and surer (StoppedRule): it keeps that reason and gets the probe as evidence.
    private static void Mark(WaitGraphBuilder graph, ProbeEvidence probe, string role, double confidence, string reason, string because)
    {
        ProcessView? process = graph.ProcessOf(probe.Pid!.Value);
        if (process is { Process.State: 'Z' }) return;
        Waiter waiter = graph.Process(probe.Pid.Value, role);
        if (!waiter.Origins.Contains(probe.Origin)) waiter.Origins.Add(probe.Origin);
        WaitGraphBuilder.Stuck(waiter, confidence, reason, because);
    }

    private static bool IsPrivate(ProbeEvidence probe) => Socket(probe).EndsWith("/systemd/private", StringComparison.Ordinal);

    private static string Socket(ProbeEvidence probe) => probe.Values.GetValueOrDefault("socket", "the system bus");
}
