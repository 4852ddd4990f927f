using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>/proc/PID/stat</c> (<c>fs/proc/array.c</c>, <c>do_task_stat</c>): pid, name, state and parent are taken.</summary>
internal static class ProcStatFormat
{
    /// <summary>The fields that are taken.</summary>
    internal readonly record struct Fields(int Pid, string Name, char State, int ParentPid);

    /// <summary>Reads the line; the name in parentheses may itself have parentheses and spaces.</summary>
    public static bool TryRead(string line, out Fields fields)
    {
        fields = default;
        int open = line.IndexOf('('), close = line.LastIndexOf(')');
        if (open < 2 || close < open || close + 5 > line.Length) return false;
        if (!int.TryParse(line.AsSpan(0, open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return false;
        string[] rest = line[(close + 2)..].Split(' ');
        if (rest.Length < 20 || rest[0].Length != 1 || !PsRow.IsState(rest[0])) return false;
        if (!int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)) return false;
        fields = new Fields(pid, line[(open + 1)..close], rest[0][0], parent);
        return true;
    }

    /// <summary>Reads the file; it is a thread's where the name says task/TID.</summary>
    public static void Read(FormatInput input)
    {
        if (input.Text.Lines.Count == 0 || !TryRead(input.Text.Lines[0], out Fields fields)) return;
        int pid = input.Place?.Pid ?? fields.Pid;
        if (pid <= 0) return;
        ProcessEvidence process = input.Snapshot.ProcessOf(pid);
        process.AddOrigin(input.Origin(0));
        if (input.Place?.Tid is not null)
        {
            process.AddThread(new ThreadEvidence(fields.Pid, fields.Name, fields.State, null, [], [], input.Origin(0)));
            return;
        }

        process.Name = fields.Name;
        process.State = fields.State;
        process.ParentPid = fields.ParentPid;
    }
}
