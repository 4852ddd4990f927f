using System.Buffers.Text;
using System.Text;

namespace Unknot.Node.Processes;

/// <summary><c>/proc/PID/stat</c> (<c>fs/proc/array.c</c>, <c>do_task_stat</c>): the fields that are used here.</summary>
/// <param name="Pid">Field 1.</param>
/// <param name="Name">Field 2, without its parentheses.</param>
/// <param name="State">Field 3.</param>
/// <param name="ParentPid">Field 4.</param>
/// <param name="CpuTicks">Fields 14 and 15 together.</param>
/// <param name="ThreadCount">Field 20.</param>
/// <param name="StartTicks">Field 22.</param>
internal sealed record ProcStat(int Pid, string Name, string State, int ParentPid, ulong CpuTicks, int ThreadCount, ulong StartTicks)
{
    /// <summary>Parses the line; null when it is none.</summary>
    public static ProcStat? Parse(ReadOnlySpan<byte> text)
    {
        // The name may hold spaces and parentheses of its own: it ends at the last one.
        int open = text.IndexOf((byte)'('), close = text.LastIndexOf((byte)')');
        if (open < 2 || close < open || close + 3 >= text.Length || !Utf8Parser.TryParse(text, out int pid, out _)) return null;
        string name = Encoding.UTF8.GetString(text[(open + 1)..close]);
        ReadOnlySpan<byte> rest = text[(close + 2)..];
        Span<ulong> fields = stackalloc ulong[23];
        int field = 3;
        foreach (Range range in rest.Split((byte)' '))
        {
            if (field >= fields.Length) break;
            _ = Utf8Parser.TryParse(rest[range], out fields[field], out _);
            field++;
        }

        if (field < fields.Length) return null;
        return new ProcStat(pid, name, ((char)rest[0]).ToString(), (int)fields[4], fields[14] + fields[15], (int)fields[20], fields[22]);
    }
}
