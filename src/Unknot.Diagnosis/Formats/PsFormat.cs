using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>ps</c> in its usual layouts, with or without header, whole or in parts as pasted into a ticket; <c>top -b</c> too.</summary>
internal static class PsFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "ps";

    /// <summary>True when a header, or lines that fit a known layout, stand in the text.</summary>
    public static bool Recognise(TextDocument text)
    {
        foreach (string line in text.Lines)
        {
            if (line.Length < 4000 && (PsColumns.Of(line) is not null || HeaderlessOf(line) is not null)) return true;
        }

        return BareLayout(text) is not null;
    }

    /// <summary>Reads all outputs in the text.</summary>
    public static void Read(FormatInput input)
    {
        PsColumns? bare = BareLayout(input.Text);
        PsColumns? columns = null;
        PsAges ages = new();
        int misfits = 0;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (PsColumns.Of(line) is { } header)
            {
                ages.Apply();
                (columns, ages, misfits) = (header, new PsAges(), 0);
                continue;
            }

            PsColumns? layout = columns ?? HeaderlessOf(line) ?? bare;
            PsRow? row = layout is null ? null : PsRow.Read(line, layout);
            if (row is not null)
            {
                misfits = 0;
                Add(row, layout!, input, i, ages);
            }
            else if (columns is not null && line.AsSpan().Trim().Length > 0 && ++misfits > 3)
            {
                columns = null;
            }

            if (ages.Newest is { } newest) input.SawTime(newest);
        }

        ages.Apply();
    }

    private static readonly System.Buffers.SearchValues<string> Terminals = System.Buffers.SearchValues.Create([" ?", " pts/", " tty", " hvc", " con"], StringComparison.Ordinal);

    private static PsColumns? HeaderlessOf(string line)
    {
        if (line.Length is < 30 or > 100_000 || !line.Contains(':') || !line.AsSpan().ContainsAny(Terminals)) return null;
        foreach (PsColumns layout in PsColumns.Headerless)
        {
            if (PsRow.Read(line, layout) is { Start: not null, Command: not null } row && row.Start != "-") return layout;
        }

        return null;
    }

    /// <summary>Five bare columns say little: nearly all lines must fit.</summary>
    private static PsColumns? BareLayout(TextDocument text)
    {
        int fits = 0, lines = 0, sameAsBefore = 0, previous = -1;
        foreach (string line in text.Lines)
        {
            if (line.AsSpan().Trim().Length == 0) continue;
            lines++;
            if (PsRow.Read(line, PsColumns.BareThreads) is { State: not '\0', Name: not null } row)
            {
                fits++;
                if (row.Pid == previous || row.Pid == row.Tid) sameAsBefore++;
                previous = row.Pid;
            }

            if (lines - fits > 3 && fits < lines / 2) return null;
        }

        if (fits < 1 || fits * 10 < lines * 9) return null;
        return sameAsBefore * 2 >= fits ? PsColumns.BareThreads : PsColumns.BareProcesses;
    }

    private static void Add(PsRow row, PsColumns layout, FormatInput input, int line, PsAges ages)
    {
        Provenance origin = input.Origin(line);
        ProcessEvidence process = input.Snapshot.ProcessOf(row.Pid);
        process.AddOrigin(origin);
        bool isMain = row.Tid is null || row.Tid == row.Pid;
        process.ParentPid ??= row.ParentPid;
        if (row.Command is not null) SetCommand(process, row.Command);
        if (isMain)
        {
            process.Name ??= row.Name;
            if (process.State == '\0') process.State = row.State;
            process.Wchan ??= row.Wchan;
            process.CpuPercent ??= row.CpuPercent;
            process.Age ??= row.Elapsed;
            ages.Add(process, row.Start);
        }

        if (row.Tid is { } tid && layout.HasThreads)
        {
            process.AddThread(new ThreadEvidence(tid, row.Name, row.State, row.Wchan, [], [], origin));
        }
    }

    private static void SetCommand(ProcessEvidence process, string command)
    {
        string text = command;
        bool isDefunct = text.EndsWith("<defunct>", StringComparison.Ordinal);
        if (isDefunct)
        {
            if (process.State == '\0') process.State = 'Z';
            text = text[..^"<defunct>".Length].TrimEnd();
        }

        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
        {
            // Brackets: no command line to be had (kernel thread, zombie); the word is the task's name.
            process.Name ??= text[1..^1];
            process.CommandLine ??= command;
            return;
        }

        if (process.CommandLine is null || process.Arguments.Count == 0 && text.Length > process.CommandLine.Length) process.CommandLine = text;
        if (process.Arguments.Count == 0) process.Arguments = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
