using System.Globalization;
using Unknot.Node.Linux;

namespace Unknot.Node.Limits;

/// <summary>Limits of the node as a whole, from <c>/proc</c>.</summary>
internal static class NodeLimits
{
    private static readonly string[] s_pressures = ["cpu", "io", "memory"];

    /// <summary>Reads them; what the kernel does not have is left out.</summary>
    /// <param name="root">Where <c>/proc</c> is.</param>
    /// <param name="add">Takes kind, scope, used, limit.</param>
    public static void Read(string root, Action<string, string, double, double> add)
    {
        // "0.10 0.22 0.30 1/482 12345": the fourth word is running/all tasks (fs/proc/loadavg.c).
        string[] load = (ProcFile.ReadText($"{root}/loadavg") ?? "").Split(' ');
        double? tasks = load.Length > 3 ? Number(load[3][(load[3].IndexOf('/') + 1)..]) : null;
        foreach (string limit in (string[])["kernel/pid_max", "kernel/threads-max"])
        {
            if (tasks is { } used && Number(ProcFile.ReadText($"{root}/sys/{limit}")) is { } max) add("pids", limit, used, max);
        }

        // "1632 0 9223372036854775807": allocated, free (always 0), most (fs/file_table.c).
        string[] files = (ProcFile.ReadText($"{root}/sys/fs/file-nr") ?? "").Split('\t', ' ');
        if (files.Length > 2 && Number(files[0]) is { } open && Number(files[2]) is { } most) add("descriptors", "node", open, most);
        string[] memory = (ProcFile.ReadText($"{root}/meminfo") ?? "").Split('\n');
        if (Kilobytes(memory, "MemTotal:") is { } total && Kilobytes(memory, "MemAvailable:") is { } available) add("memory", "node", total - available, total);
        foreach (string pressure in s_pressures) Pressure(root, pressure, add);
    }

    // "some avg10=0.12 avg60=0.05 avg300=0.01 total=123456" (Documentation/accounting/psi.rst): percent of time.
    private static void Pressure(string root, string name, Action<string, string, double, double> add)
    {
        string? some = ProcFile.ReadText($"{root}/pressure/{name}")?.Split('\n').FirstOrDefault(l => l.StartsWith("some ", StringComparison.Ordinal));
        string? word = some?.Split(' ').FirstOrDefault(w => w.StartsWith("avg10=", StringComparison.Ordinal));
        if (Number(word?["avg10=".Length..]) is { } share) add($"pressure-{name}", "node", share, 100);
    }

    private static double? Kilobytes(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line && Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal)) is { } kilobytes ? kilobytes * 1024 : null;

    private static double? Number(string? text) => double.TryParse(text?.Trim(), CultureInfo.InvariantCulture, out double number) ? number : null;
}
