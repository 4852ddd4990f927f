using System.Text;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;

namespace Unknot.Node.Bus;

/// <summary>Prints the names of a bus as <c>busctl list</c> does (<c>src/busctl/busctl.c</c>), as far as its columns can be told.</summary>
internal static class BusNameList
{
    public static byte[] Print(IReadOnlyList<BusName> names, ProcessTable processes)
    {
        StringBuilder text = new();
        Line(text, "NAME", "PID", "PROCESS", "USER", "CONNECTION");
        foreach (BusName name in names.OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            ProcessRecord? process = name.Pid is { } pid ? processes.Of(pid) : null;
            string connection = name.Name.StartsWith(':') ? name.Name : "-";
            Line(text, name.Name, name.Pid?.ToString() ?? "-", Word(process?.Name), process?.Uid?.ToString() ?? "-", connection);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Line(StringBuilder text, string name, string pid, string process, string user, string connection) =>
        text.Append($"{name,-40} {pid,10} {process,-15} {user,-16} {connection}\n");

    // A task name may hold spaces; the columns must stay apart.
    private static string Word(string? name) => string.IsNullOrWhiteSpace(name) ? "-" : string.Join('_', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
