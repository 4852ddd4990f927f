using System.Text.Json;

namespace Unknot.Lab.Tests;

/// <summary>A report as a user's script reads it.</summary>
/// <param name="Json">The document.</param>
/// <param name="ExitCode">Exit code of the call.</param>
/// <param name="Took">How long the call took, the entering of the node included.</param>
internal sealed record LabReport(JsonElement Json, int ExitCode, TimeSpan Took)
{
    public string Verdict => Json.GetProperty("verdict").GetString()!;

    public IReadOnlyList<JsonElement> Roots => [.. Json.GetProperty("rootBlockers").EnumerateArray()];

    public IReadOnlyList<string> Findings => [.. Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("reason").GetString()!)];

    public override string ToString() =>
        $"{Verdict}; roots: {string.Join(", ", Roots.Select(r => $"{r.GetProperty("component")} {r.GetProperty("pid")} {r.GetProperty("reason")} {r.GetProperty("confidence")}"))}; "
        + $"findings: {string.Join(", ", Findings)}; gaps: {string.Join(", ", Json.GetProperty("gaps").EnumerateArray().Select(g => $"{g.GetProperty("target")}: {g.GetProperty("reason")}"))}";
}
