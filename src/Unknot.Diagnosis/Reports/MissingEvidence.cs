using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Roots;

namespace Unknot.Diagnosis.Reports;

/// <summary>What a chain goes through without its own evidence: it would make the report surer, and the command to get it is named.</summary>
internal static class MissingEvidence
{
    private static readonly (string Component, string Command)[] Dumps =
    [
        (Components.Kubelet, "curl -sk https://localhost:10250/debug/pprof/goroutine?debug=2 with a token, or the read-only port"),
        (Components.Dockerd, "kill -USR1 $(pidof dockerd); the dump is in /var/run/docker"),
        (Components.Containerd, "kill -USR1 $(pidof containerd); the dump is in its log"),
        (Components.Crio, "kill -USR1 $(pidof crio); the dump is in /tmp"),
    ];

    // One command takes them all, safely, where this program has read the node itself.
    private const string Live = "sudo unknot diagnose --dumps=signal";

    public static IEnumerable<Gap> Of(EvidenceSnapshot snapshot, Judgement judgement)
    {
        if (judgement.Verdict == Verdict.Clear) yield break;
        bool isLive = snapshot.Collection is not null;
        HashSet<string> onChains = [.. judgement.Roots.SelectMany(r => r.Chains.SelectMany(c => c.Waiters).Append(r.Waiter)).Select(w => w.Component)];
        HashSet<string> present = [.. snapshot.Processes.Values.Select(p => Components.Of(p.Name, p.Arguments))];
        foreach ((string component, string command) in Dumps)
        {
            bool wanted = onChains.Contains(component) || (judgement.Verdict == Verdict.Undetermined && present.Contains(component));
            if (wanted && !snapshot.Dumps.Any(d => d.Component == component)) yield return new Gap("goroutine-dump", component, IsHalted(snapshot, component) ? "no dump of it is in the evidence: a stopped process writes none until it goes on" : $"no dump of it is in the evidence; to get one: {(isLive && component is (Components.Dockerd or Components.Containerd) ? Live : command)}");
        }

        if (onChains.Contains(Components.Shim) && !snapshot.Dumps.Any(d => d.Component == Components.Shim))
            yield return new Gap("goroutine-dump", Components.Shim, isLive ? $"no dump of it is in the evidence; to get one: {Live}" : "no dump of the shims is in the evidence");
        if (snapshot.Processes.Count == 0) yield return new Gap("ps", "node", "no process list is in the evidence: ps -eo pid,ppid,lstart,stat,wchan:32,args");
        if (snapshot.Processes.Count > 0 && snapshot.Sockets.Count == 0) yield return new Gap("ss", "node", "no unix sockets are in the evidence: ss -xp");
    }

    private static bool IsHalted(EvidenceSnapshot snapshot, string component)
    {
        List<ProcessEvidence> processes = snapshot.Processes.Values.Where(p => p.State != 'Z' && Components.Of(p.Name, p.Arguments) == component).ToList();
        return processes.Count > 0 && processes.TrueForAll(p => p.State is 'T' or 't');
    }
}
