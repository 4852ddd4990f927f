using System.Text.Json;

namespace Unknot.Lab.Tests;

/// <summary>One wedge from its making to its end, and what was wrong with what the program said of it.</summary>
internal static class WedgeRun
{
    private static readonly TimeSpan s_inTime = TimeSpan.FromSeconds(10);

    /// <summary>The wedges that the lab has for a runtime.</summary>
    public static TheoryData<string> Of(string runtime)
    {
        TheoryData<string> wedges = [];
        if (!OperatingSystem.IsLinux()) return wedges;
        foreach (string line in LabCommand.Run("cases").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split('\t');
            if (fields[1].Split(' ').Contains(runtime)) wedges.Add(fields[0]);
        }

        return wedges;
    }

    /// <summary>Wedged → the right root, container and finding at the first call, and with goroutine dumps → freed → clear.</summary>
    public static void Check(string runtime, string wedge, ScoreTable table)
    {
        using LabNode node = LabNode.Up($"{runtime[..1]}-{wedge}", "--runtime", runtime);
        Dictionary<string, string> facts = node.Wedge(wedge);
        LabReport report = node.Diagnose(), dumped = node.Diagnose("--dumps=signal");
        node.Unwedge(wedge);
        LabReport after = node.Diagnose();
        string? wrong = Wrong(facts, report) ?? (Wrong(facts, dumped) is { } withDumps ? $"with --dumps=signal: {withDumps}; {dumped}" : null) ?? (after.Verdict == "clear" ? null : $"after it was freed: {after}");
        table.Add(runtime, wedge, facts, report, wrong);
        Assert.True(wrong is null, $"{wrong}\nreport: {report}");
    }

    private static string? Wrong(Dictionary<string, string> facts, LabReport report)
    {
        if (report.Took > s_inTime) return $"took {report.Took.TotalSeconds:0.0} s";
        if (report.Verdict != facts["verdict"]) return $"the verdict should be {facts["verdict"]}";
        if (report.ExitCode != (report.Verdict == "knotted" ? 1 : 0)) return $"exit code {report.ExitCode}";
        return WrongRoot(facts, "", report) ?? WrongRoot(facts, "2", report) ?? WrongCount(facts, report);
    }

    // The first root counts where there is one wedge; of two each must be among the roots.
    private static string? WrongRoot(Dictionary<string, string> facts, string number, LabReport report)
    {
        if (facts.GetValueOrDefault($"finding{number}") is { Length: > 0 } finding && !report.Findings.Contains(finding)) return $"the finding {finding} is missing";
        if (facts.GetValueOrDefault($"root{number}_pid") is not { } pid) return null;
        JsonElement root = report.Roots.FirstOrDefault(r => r.GetProperty("pid").ToString() == pid);
        if (root.ValueKind == JsonValueKind.Undefined) return $"the root should be pid {pid}";
        string component = root.GetProperty("component").GetString()!;
        if (!facts[$"root{number}_component"].Split(' ').Contains(component)) return $"the root's component should be {facts[$"root{number}_component"]}, not {component}";
        // A known cause may name the root by its own name where all its signs are there.
        string reason = root.GetProperty("reason").GetString()!;
        string?[] reasons = [facts.GetValueOrDefault($"finding{number}"), facts.GetValueOrDefault("finding_also")];
        if (reasons[0] is { Length: > 0 } && !reasons.Contains(reason)) return $"the root's reason should be {string.Join(" or ", reasons.OfType<string>())}, not {reason}";
        string? container = facts.GetValueOrDefault($"container{number}_id"), told = root.GetProperty("containerId").GetString();
        return container is null || told == container ? null : $"the root's container should be {container}, not {told}";
    }

    private static string? WrongCount(Dictionary<string, string> facts, LabReport report)
    {
        int expected = facts.ContainsKey("root2_pid") ? 2 : facts.ContainsKey("root_pid") ? 1 : 0;
        return report.Roots.Count == expected ? null : $"there should be {expected} root(s)";
    }
}
