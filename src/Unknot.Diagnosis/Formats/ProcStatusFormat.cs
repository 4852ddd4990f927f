using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>/proc/PID/status</c>: tells its pid itself, so any name will do.</summary>
internal static class ProcStatusFormat
{
    /// <summary>True when the first lines are Name, (Umask,) State and a pid stands further down.</summary>
    public static bool Recognise(TextDocument text) =>
        text.Lines.Count >= 4 && text.Lines[0].StartsWith("Name:\t", StringComparison.Ordinal)
        && text.Lines.Any(l => l.StartsWith("State:\t", StringComparison.Ordinal)) && text.Lines.Any(l => l.StartsWith("Pid:\t", StringComparison.Ordinal));

    /// <summary>Reads the file.</summary>
    public static void Read(FormatInput input)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string line in input.Text.Lines)
        {
            int colon = line.IndexOf(":\t", StringComparison.Ordinal);
            if (colon > 0) values.TryAdd(line[..colon], line[(colon + 2)..].Trim());
        }

        if (!TryNumber(values, "Pid", out int tid)) return;
        if (!TryNumber(values, "Tgid", out int pid)) pid = tid;
        if (pid <= 0) return;
        char state = values.TryGetValue("State", out string? text) && text.Length > 0 && PsRow.IsState(text.AsSpan(0, 1)) ? text[0] : '\0';
        string? name = values.GetValueOrDefault("Name");
        ProcessEvidence process = input.Snapshot.ProcessOf(pid);
        process.AddOrigin(new Provenance(input.File));
        if (tid != pid)
        {
            process.AddThread(new ThreadEvidence(tid, name, state, null, [], [], new Provenance(input.File)));
            return;
        }

        process.Name = name ?? process.Name;
        if (state != '\0') process.State = state;
        if (TryNumber(values, "PPid", out int parent)) process.ParentPid = parent;
        if (TryNumber(values, "TracerPid", out int tracer)) process.TracerPid = tracer;
    }

    private static bool TryNumber(Dictionary<string, string> values, string key, out int number)
    {
        number = 0;
        return values.TryGetValue(key, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
