using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>systemctl list-units</c>, <c>list-jobs</c> and <c>status</c>: which unit is in which state, what waits in systemd's queue, how many units there are.</summary>
internal static class SystemctlFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "systemctl";

    private const int MaxUnits = 10_000;

    // src/basic/unit-def.c of systemd: unit_load_state_table, unit_active_state_table; src/core/job.c: job_type_table, job_state_table.
    private static readonly HashSet<string> s_loads = ["stub", "loaded", "not-found", "bad-setting", "error", "merged", "masked"];
    private static readonly HashSet<string> s_actives = ["active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing"];
    private static readonly HashSet<string> s_jobs = ["start", "verify-active", "stop", "reload", "reload-or-start", "restart", "try-restart", "try-reload", "nop"];

    /// <summary>True when one of the outputs stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => IsUnitHeader(line) || IsJobHeader(line) || UnitRow(line) is not null || StatusHead(line) is not null && HasStatus(text));

    /// <summary>Reads all of them.</summary>
    public static void Read(FormatInput input)
    {
        int rows = 0;
        bool inJobs = false;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (IsJobHeader(line) || IsUnitHeader(line)) inJobs = IsJobHeader(line);
            else if (inJobs && JobRow(line) is { } job) input.Snapshot.UnitJobs.Add(new UnitJobEvidence(job.Id, job.Unit, job.Type, job.State, input.Origin(i)));
            else if (UnitRow(line) is { } unit && ++rows <= MaxUnits) input.Snapshot.Units.Add(new UnitEvidence(unit.Name, unit.Load, unit.Active, unit.Sub, null, input.Origin(i)));
            else if (StatusHead(line) is { } name) AddStatus(input, i, name);
            if (Listed(line) is { } count) rows = Math.Max(rows, count);
        }

        if (rows > 0) input.Snapshot.UnitCount = Math.Max(rows, input.Snapshot.UnitCount ?? 0);
    }

    private static bool HasStatus(TextDocument text) => text.Lines.Any(line => line.AsSpan().TrimStart().StartsWith("Active: ") || line.AsSpan().TrimStart().StartsWith("Loaded: "));

    private static bool IsUnitHeader(string line) => Words(line) is ["UNIT", "LOAD", "ACTIVE", "SUB", ..];

    private static bool IsJobHeader(string line) => Words(line) is ["JOB", "UNIT", "TYPE", "STATE", ..];

    // A mark stands before units that failed or were not found.
    private static (string Name, string Load, string Active, string Sub)? UnitRow(string line)
    {
        ReadOnlySpan<string> words = Words(line);
        if (words.Length > 0 && IsMark(words[0])) words = words[1..];
        return words is [var name, var load, var active, var sub, ..] && s_loads.Contains(load) && s_actives.Contains(active) && name.Contains('.') ? (name, load, active, sub) : null;
    }

    private static (long Id, string Unit, string Type, string State)? JobRow(string line) =>
        Words(line) is [var id, var unit, var type, "waiting" or "running", ..] words && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && unit.Contains('.') && s_jobs.Contains(type)
            ? (number, unit, type, words[3]) : null;

    // "● kubelet.service - kubelet: The Kubernetes Node Agent"; without a description the dash is left out.
    private static string? StatusHead(string line) => Words(line) is [var mark, var name, ..] words && IsMark(mark) && name.Contains('.') && (words.Length == 2 || words[2] == "-") ? name : null;

    private static bool IsMark(string word) => word is "●" or "*" or "×" or "x" or "○" or "↻" or "◌";

    private static void AddStatus(FormatInput input, int head, string name)
    {
        string load = "", active = "", sub = "";
        int? pid = null;
        for (int i = head + 1; i < Math.Min(head + 20, input.Text.Lines.Count) && input.Text.Lines[i].Length > 0 && char.IsWhiteSpace(input.Text.Lines[i][0]); i++)
        {
            string[] words = Words(input.Text.Lines[i]);
            if (words is ["Loaded:", var loaded, ..]) load = loaded;
            else if (words is ["Active:", var state, ..]) (active, sub) = (state, words.Length > 2 && words[2].StartsWith('(') ? words[2].Trim('(', ')') : "");
            else if (words is ["Main", "PID:", var main, ..] && int.TryParse(main, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) pid = number;
        }

        if (s_actives.Contains(active)) input.Snapshot.Units.Add(new UnitEvidence(name, load, active, sub, pid, input.Origin(head)));
    }

    // "131072 loaded units listed."
    private static int? Listed(string line) =>
        line.Contains(" units listed", StringComparison.Ordinal) && Words(line) is [var count, ..] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string[] Words(string line) => line.Length > 4_096 ? [] : line.Split((char[]?)null, 6, StringSplitOptions.RemoveEmptyEntries);
}
