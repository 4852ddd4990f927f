namespace Unknot.Diagnosis.Formats;

/// <summary>What a column of <c>ps</c> means to us.</summary>
internal enum PsColumn
{
    Other,
    Number,
    User,
    Pid,
    ParentPid,
    Tid,
    State,
    Wchan,
    Terminal,
    CpuPercent,
    CpuTime,
    Start,
    Elapsed,
    Name,
    Command,
}

/// <summary>The columns of one <c>ps</c> output, by its header (procps <c>ps/output.c</c>, busybox <c>ps.c</c>) or by guess.</summary>
internal sealed class PsColumns
{
    private static readonly System.Buffers.SearchValues<string> IdColumns = System.Buffers.SearchValues.Create(["PID", "TID", "LWP"], StringComparison.Ordinal);

    /// <summary>Layouts that are met without their header, strictest first.</summary>
    public static IReadOnlyList<PsColumns> Headerless { get; } =
    [
        Of("F S UID PID PPID C PRI NI ADDR SZ WCHAN STIME TTY TIME CMD")!,
        Of("USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND")!,
        Of("UID PID PPID LWP C NLWP STIME TTY TIME CMD")!,
        Of("UID PID PPID C STIME TTY TIME CMD")!,
    ];

    /// <summary><c>ps -eo pid,tid,stat,wchan,comm</c> and <c>ps -eo pid,ppid,stat,wchan,comm</c> without header: told apart by their numbers.</summary>
    public static PsColumns BareThreads { get; } = Of("PID TID STAT WCHAN COMM")!;

    /// <inheritdoc cref="BareThreads"/>
    public static PsColumns BareProcesses { get; } = Of("PID PPID STAT WCHAN CMD")!;

    private PsColumns(PsColumn[] columns)
    {
        Columns = columns;
        Greedy = Array.FindLastIndex(columns, c => c is PsColumn.Command or PsColumn.Name);
    }

    public IReadOnlyList<PsColumn> Columns { get; }

    /// <summary>The column that may have spaces in it; -1 when there is none.</summary>
    public int Greedy { get; }

    public bool HasThreads => Columns.Contains(PsColumn.Tid);

    /// <summary>Columns of a header line; null when the line is none.</summary>
    public static PsColumns? Of(string line)
    {
        if (line.Length > 1000 || !line.AsSpan().ContainsAny(IdColumns)) return null;
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words.Contains("PID") && !words.Contains("TID") && !words.Contains("LWP") && !words.Contains("SPID")) return null;
        PsColumn[] columns = new PsColumn[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (Meaning(words[i]) is not { } meaning) return null;
            columns[i] = meaning;
        }

        // TIME stands for the start only in no layout we know; a header without a command says too little to be one.
        if (!columns.Contains(PsColumn.Command) && !columns.Contains(PsColumn.Name) && !columns.Contains(PsColumn.State)) return null;
        if (!columns.Contains(PsColumn.Pid)) columns[Array.IndexOf(columns, PsColumn.Tid)] = PsColumn.Pid;
        return new PsColumns(columns);
    }

    /// <summary>A table: one arm per header word.</summary>
    private static PsColumn? Meaning(string word) => word switch
    {
        "PID" => PsColumn.Pid,
        "PPID" => PsColumn.ParentPid,
        "TID" or "LWP" or "SPID" => PsColumn.Tid,
        "S" or "STAT" or "STATE" => PsColumn.State,
        "WCHAN" => PsColumn.Wchan,
        "TTY" or "TT" => PsColumn.Terminal,
        "%CPU" or "PCPU" => PsColumn.CpuPercent,
        "TIME" or "CPUTIME" or "TIME+" => PsColumn.CpuTime,
        "STARTED" or "LSTART" or "START" or "STIME" => PsColumn.Start,
        "ELAPSED" or "ETIME" or "ETIMES" => PsColumn.Elapsed,
        "COMM" or "UCMD" or "UCOMM" => PsColumn.Name,
        "COMMAND" or "CMD" or "ARGS" => PsColumn.Command,
        "C" or "NLWP" or "THCNT" or "PRI" or "NI" or "PGID" or "PGRP" or "SID" or "SESS" or "PSR" or "TPGID" or "TGID" => PsColumn.Number,
        "USER" or "UID" or "RUSER" or "EUSER" or "UNAME" or "RUID" or "EUID" => PsColumn.User,
        "%MEM" or "PMEM" or "VSZ" or "RSS" or "SZ" or "SIZE" or "F" or "ADDR" or "CLS" or "PR" or "VIRT" or "RES" or "SHR" or "RTPRIO" or "BND"
            or "LABEL" or "CGROUP" or "UNIT" or "PENDING" or "BLOCKED" or "IGNORED" or "CAUGHT" or "GROUP" or "NUMA" or "MAJFL" or "MINFL" => PsColumn.Other,
        _ => null,
    };
}
