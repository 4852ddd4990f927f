using System.Globalization;

namespace Unknot.Diagnosis.Formats;

/// <summary>One line of a <c>ps</c> output, cut into its columns.</summary>
internal sealed class PsRow
{
    public int Pid { get; private set; }

    public int? ParentPid { get; private set; }

    public int? Tid { get; private set; }

    public char State { get; private set; }

    public string? Wchan { get; private set; }

    public double? CpuPercent { get; private set; }

    public string? Start { get; private set; }

    public TimeSpan? Elapsed { get; private set; }

    public string? Name { get; private set; }

    public string? Command { get; private set; }

    /// <summary>Reads a line; null when it does not fit the columns.</summary>
    public static PsRow? Read(string line, PsColumns columns)
    {
        List<(int Start, int End)> words = Words(line);
        PsRow row = new();
        int word = 0;
        for (int i = 0; i < columns.Columns.Count; i++)
        {
            PsColumn column = columns.Columns[i];
            int take = i == columns.Greedy
                ? Math.Max(0, words.Count - word - (columns.Columns.Count - 1 - i))
                : column == PsColumn.Start ? StartWords(line, words, word) : 1;
            if (word + take > words.Count) take = words.Count - word;
            if (take == 0)
            {
                // A line cut at the terminal's width lacks its last columns only.
                if (i > columns.Greedy || i == columns.Greedy) continue;
                return null;
            }

            string text = line[words[word].Start..words[word + take - 1].End];
            if (!row.Set(column, text)) return null;
            word += take;
        }

        return row.Pid > 0 ? row : null;
    }

    private static List<(int Start, int End)> Words(string line)
    {
        List<(int, int)> words = [];
        int i = 0;
        while (i < line.Length)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i])) i++;
            int start = i;
            while (i < line.Length && !char.IsWhiteSpace(line[i])) i++;
            if (i > start) words.Add((start, i));
        }

        return words;
    }

    /// <summary>lstart has five words, <c>-o start</c> of an earlier day two, the others one.</summary>
    private static int StartWords(string line, List<(int Start, int End)> words, int word)
    {
        if (word >= words.Count) return 0;
        ReadOnlySpan<char> first = line.AsSpan(words[word].Start, words[word].End - words[word].Start);
        if (LineTimes.IsWeekday(first)) return 5;
        return LineTimes.Month(first) > 0 ? 2 : 1;
    }

    private bool Set(PsColumn column, string text)
    {
        switch (column)
        {
            case PsColumn.Pid:
                if (!TryNumber(text, out int pid)) return false;
                Pid = pid;
                return true;
            case PsColumn.ParentPid:
                if (!TryNumber(text, out int parent)) return false;
                ParentPid = parent;
                return true;
            case PsColumn.Tid:
                // ps H prints "-" for the process' own line (m option).
                if (text == "-") return true;
                if (!TryNumber(text, out int tid)) return false;
                Tid = tid;
                return true;
            case PsColumn.State:
                if (text == "-") return true;
                if (!IsState(text)) return false;
                State = text[0];
                return true;
            case PsColumn.Wchan:
                Wchan = text is "-" or "0" or "*" or "?" ? null : text;
                return true;
            case PsColumn.Terminal:
                return text is "?" or "-" || text.StartsWith("pts", StringComparison.Ordinal) || text.StartsWith("tty", StringComparison.Ordinal)
                    || text.StartsWith("con", StringComparison.Ordinal) || text.StartsWith("hvc", StringComparison.Ordinal);
            default:
                return SetMore(column, text);
        }
    }

    private bool SetMore(PsColumn column, string text)
    {
        switch (column)
        {
            case PsColumn.Number:
                return text == "-" || double.TryParse(text, CultureInfo.InvariantCulture, out _);
            case PsColumn.CpuPercent:
                if (!double.TryParse(text, CultureInfo.InvariantCulture, out double percent)) return false;
                CpuPercent = percent;
                return true;
            case PsColumn.CpuTime:
                return text.Contains(':') || text == "-" || TryNumber(text, out _);
            case PsColumn.Elapsed:
                if (text == "-") return true;
                if (!LineTimes.TryElapsed(text, out TimeSpan elapsed)) return false;
                Elapsed = elapsed;
                return true;
            case PsColumn.Start:
                Start = text;
                return text == "-" || PsStart.Looks(text);
            case PsColumn.Name:
                Name = text;
                return true;
            case PsColumn.Command:
                Command = WithoutForest(text);
                return true;
            default:
                return true;
        }
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>State letter of <c>fs/proc/array.c</c> and the marks that BSD-style <c>ps</c> adds.</summary>
    public static bool IsState(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 6 && "RSDTtZXxIWPKL".Contains(text[0]) && text[1..].ContainsAnyExcept("<NLsl+WB") is false;

    private static string WithoutForest(string text)
    {
        int branch = text.IndexOf("\\_ ", StringComparison.Ordinal);
        return branch >= 0 && text.AsSpan(0, branch).ContainsAnyExcept(" |\\_") is false ? text[(branch + 3)..] : text;
    }
}
