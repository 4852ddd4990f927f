using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Reports;

/// <summary>What to do about the roots, as advice: the catalogue's least destructive steps with the targets found, and what is not needed.</summary>
internal static class RemediationList
{
    public static ReportRemediation Of(EvidenceSnapshot snapshot, Judgement judgement)
    {
        List<(RemediationAction Action, ReportStep Step)> steps = [];
        List<ReportStep> reliefs = [];
        foreach (RootBlocker root in judgement.Roots.Where(r => r.Confidence >= 0.3))
        {
            if (FindingCatalog.TryGet(root.Reason, out Finding? finding)) Add(steps, StepOf(snapshot, finding, root), finding, root);
            if (root.Waiter.RootReason is { } generic && generic != root.Reason && FindingCatalog.TryGet(generic, out Finding? same)) Add(steps, StepOf(snapshot, same, root), same, root);
            if (HungRuntimeCommands(root) is { Count: > 0 } commands) reliefs.Add(EndRunc(commands));
        }

        int running = Running(snapshot);
        return new ReportRemediation
        {
            // What unties the root comes before what only relieves those behind it.
            Steps = [.. steps.OrderBy(s => (int)s.Action).Select(s => s.Step).Concat(reliefs).DistinctBy(s => (s.Action, s.Target, s.Command))],
            NotNeeded = judgement.Verdict == Verdict.Knotted && running > 0
                ? [$"restarting docker (would end {running} running container{Plural(running)} unless live-restore is on)", $"rebooting the node (would end all {running})"]
                : [],
        };
    }

    private static void Add(List<(RemediationAction Action, ReportStep Step)> steps, FindingStep step, Finding finding, RootBlocker root)
    {
        int lost = step.Action == RemediationAction.EndShim ? 1 : 0;
        steps.Add((step.Action, new ReportStep(step.Action.ToString(), Fill(step.Target, root), new ReportImpact(lost, 0, step.Impact), $"{finding.Reason}: {root.Summary}", step.Command is null ? null : Fill(step.Command, root))));
    }

    // A program that owns systemd's name on the bus and is no systemd (a stand-in, a test double) is not reached by systemctl.
    private static FindingStep StepOf(EvidenceSnapshot snapshot, Finding finding, RootBlocker root)
    {
        if (finding.Step.Action != RemediationAction.SystemdReexec || root.Waiter.Pid is not { } pid || pid == 1) return finding.Step;
        if (!snapshot.Processes.TryGetValue(pid, out ProcessEvidence? process) || process.Arguments.Count == 0 || Components.Of(process.Name, process.Arguments) == Components.Systemd) return finding.Step;
        return finding.Step with
        {
            Action = RemediationAction.Advice,
            Target = $"{process.Arguments[0][(process.Arguments[0].LastIndexOf('/') + 1)..]} (pid {pid}), which stands in for systemd on the bus",
            Command = "ps -o pid,stat,wchan:32,args -p {pid}",
            Impact = "It is not PID 1: systemctl daemon-reexec does not reach it. Restart that program; the calls that wait for it fail or are answered then, and containers live on.",
        };
    }

    private static string Fill(string text, RootBlocker root)
    {
        string? mount = root.Chains.SelectMany(c => c.Steps).Select(s => s.Wait.Resource).LastOrDefault(r => r.Kind == ResourceKind.Mount)?.Path;
        string? cgroup = root.Chains.SelectMany(c => c.Steps).Select(s => s.Wait.Resource).LastOrDefault(r => r.Kind == ResourceKind.Freezer)?.Path;
        return text.Replace("{pid}", root.Waiter.Pid?.ToString() ?? "PID", StringComparison.Ordinal).Replace("{container}", root.ContainerId ?? "CONTAINER", StringComparison.Ordinal)
            .Replace("{mount}", mount ?? "MOUNT", StringComparison.Ordinal).Replace("{cgroup}", cgroup ?? "CGROUP", StringComparison.Ordinal);
    }

    // Runtime commands between the entry and a root further down: ending them fails the hung operation only.
    private static List<Waiter> HungRuntimeCommands(RootBlocker root) =>
        [.. root.Behind.Keys.Where(w => w is { Component: Components.Runc, Kind: WaiterKind.Process } && w != root.Waiter && w.Activity.Contains(' ') && !w.Activity.EndsWith("init", StringComparison.Ordinal)).OrderBy(w => w.Pid)];

    private static ReportStep EndRunc(List<Waiter> commands) => new(
        nameof(RemediationAction.EndRunc), string.Join(", ", commands.Select(c => $"{c.Activity} (pid {c.Pid})")),
        new ReportImpact(0, 0, $"the {commands.Count} container{Plural(commands.Count)} that {(commands.Count == 1 ? "is" : "are")} being worked on fail{(commands.Count == 1 ? "s" : "")} to start and {(commands.Count == 1 ? "is" : "are")} tried again; nothing that runs ends"),
        "frees the locks in the daemons though not the root: new commands may hang again", $"kill {string.Join(' ', commands.Select(c => c.Pid))}");

    private static int Running(EvidenceSnapshot snapshot)
    {
        int shims = snapshot.Processes.Values.Count(p => p.State != 'Z' && Components.Of(p.Name, p.Arguments) is Components.Shim or Components.Conmon
            && snapshot.Processes.Values.Any(c => c.ParentPid == p.Pid && Components.Of(c.Name, c.Arguments) != Components.Runc));
        int listed = snapshot.Containers.Count(c => c.State == "running");
        return Math.Max(shims, listed);
    }

    private static string Plural(int count) => count == 1 ? "" : "s";
}
