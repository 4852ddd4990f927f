using System.Globalization;
using System.Text;

namespace Unknot.Go.Dumps;

/// <summary>Stand-in, line based: replaced at merge by the fast parser of the same name.</summary>
internal static class CanonicalDumpParser
{
    internal static GoroutineDump Parse(
        ReadOnlyMemory<byte> text, DumpOrigin origin, DumpLimits limits, List<ParseProblem> problems, Func<long, long>? lineMap, long firstLine = 1)
    {
        StandInData data = new(text, line => lineMap?.Invoke(line) ?? line) { Format = DumpFormat.Text, Origin = origin };
        List<GoroutineRecord> records = [];
        Dictionary<string, int> stacks = [], states = new() { [""] = 0 };
        List<(List<FrameSymbol> Frames, FrameSymbol? CreatedBy, long Count)> found = [];
        bool headless = false, running = false;
        string lastLine = "";
        foreach ((long offset, int length, long line, bool hasHeader) in Blocks(text, firstLine))
        {
            string block = Encoding.UTF8.GetString(text.Span.Slice((int)offset, length));
            if (!hasHeader)
            {
                headless |= records.Count == 0 && block.Contains(":") && block.Contains(".");
                continue;
            }

            if (records.Count >= limits.MaxGoroutines) break;
            StandInGoroutine parsed = StandInGoroutine.Parse(block);
            string key = string.Join('\n', parsed.Frames.Select(f => f.Symbol.ToString() + f.Symbol.IsInlined)) + "|" + parsed.CreatedBy;
            if (!stacks.TryGetValue(key, out int stack))
            {
                stack = stacks[key] = found.Count;
                found.Add((parsed.Frames.Select(f => f.Symbol).ToList(), parsed.CreatedBy, 0));
            }

            found[stack] = found[stack] with { Count = found[stack].Count + 1 };
            if (!states.TryGetValue(parsed.State, out int state)) state = states[parsed.State] = states.Count;
            (ulong lockWord, ulong callerWord) = parsed.Words();
            running |= parsed.State == "running" || parsed.Id == 1;
            data.Lines.Add(line);
            records.Add(new GoroutineRecord
            {
                Id = parsed.Id, Count = 1, LockWord = lockWord, CallerWord = callerWord, Offset = offset, Length = length, Stack = stack, StateIndex = state,
                WaitMinutes = parsed.Minutes, Flags = parsed.Locked ? GoroutineFlags.LockedToThread : GoroutineFlags.None,
            });
            foreach ((ParseProblemCode code, int at, string odd) in parsed.Problems)
            {
                if (problems.Count < limits.MaxProblems) problems.Add(new(code, lineMap?.Invoke(line + at) ?? line + at, offset, odd));
            }

            lastLine = block.TrimEnd('\n').Split('\n')[^1];
        }

        data.IsCutAtStart = headless;
        if (headless) problems.Add(new(ParseProblemCode.CutAtStart, lineMap?.Invoke(firstLine) ?? firstLine, 0, ""));
        data.IsTruncated = records.Count > 0 && !(lastLine.StartsWith('\t') && lastLine.Contains(':')) && !lastLine.StartsWith("goroutine ");
        if (data.IsTruncated) problems.Add(new(ParseProblemCode.CutAtEnd, lineMap?.Invoke(data.Lines[^1]) ?? data.Lines[^1], records[^1].Offset, lastLine));
        data.Records = [.. records];
        data.RecordCount = records.Count;
        data.Total = records.Count;
        data.States = [.. states.OrderBy(s => s.Value).Select(s => s.Key)];
        data.Stacks = [.. found.Select((f, i) => new GoroutineStack(i, f.Frames, f.CreatedBy, f.Count))];
        data.FirstLine = lineMap?.Invoke(firstLine) ?? firstLine;
        data.IsComplete = running && !data.IsTruncated && !headless;
        return new GoroutineDump(data);
    }

    private static IEnumerable<(long Offset, int Length, long Line, bool HasHeader)> Blocks(ReadOnlyMemory<byte> text, long line)
    {
        int start = 0, position = 0;
        long startLine = line;
        bool header = false;
        while (position < text.Length)
        {
            int newline = text.Span[position..].IndexOf((byte)'\n');
            int end = newline < 0 ? text.Length : position + newline + 1;
            bool isHeader = text.Span[position..end].StartsWith("goroutine "u8);
            if (isHeader)
            {
                if (position > start) yield return (start, position - start, startLine, header);
                (start, startLine, header) = (position, line, true);
            }

            line++;
            position = end;
        }

        if (position > start) yield return (start, position - start, startLine, header);
    }
}

internal sealed class StandInData(ReadOnlyMemory<byte> text, Func<long, long> map) : GoroutineDumpData
{
    public List<long> Lines { get; } = [];

    public override long LineOf(int index) => map(Lines[index]);

    public override GoroutineDetails ReadDetails(int index)
    {
        StandInGoroutine g = StandInGoroutine.Parse(Encoding.UTF8.GetString(text.Span.Slice((int)Records[index].Offset, Records[index].Length)));
        return new(g.Frames, g.CreatedBy, g.CreatorId, new Dictionary<string, string>(), null, null, g.Elided, [], g.Unavailable, new Dictionary<string, ulong>());
    }

    public override IReadOnlyList<WordHit> FindWords(IReadOnlyList<AddressRange> ranges, IReadOnlyList<int>? goroutines, int maxHits)
    {
        List<WordHit> hits = [];
        foreach (int i in goroutines ?? [.. Enumerable.Range(0, RecordCount)])
        {
            foreach (StackFrame frame in ReadDetails(i).Frames)
            {
                foreach (ArgumentWord word in frame.Arguments)
                {
                    if (word.IsKnown && ranges.Any(r => word.Value >= r.First && word.Value <= r.Last) && hits.Count < maxHits) hits.Add(new(i, word.Value));
                }
            }
        }

        return hits;
    }
}

internal sealed class StandInGoroutine
{
    public long Id, CreatorId0;
    public string State = "";
    public int Minutes = -1, Elided;
    public bool Locked, Unavailable;
    public List<StackFrame> Frames = [];
    public FrameSymbol? CreatedBy;
    public List<(ParseProblemCode, int, string)> Problems = [];

    public long? CreatorId => CreatorId0 == 0 ? null : CreatorId0;

    public (ulong Lock, ulong Caller) Words()
    {
        int i = 0;
        while (i < Frames.Count && Frames[i].Symbol.Function.StartsWith("runtime.")) i++;
        ulong lockWord = 0;
        bool any = false;
        for (; i < Frames.Count && (Frames[i].Symbol.Function.StartsWith("sync.") || Frames[i].Symbol.Function.StartsWith("internal/sync.")); i++)
        {
            any = true;
            if (Frames[i].Arguments.Count > 0 && Frames[i].Arguments[0].IsReliable) lockWord = Frames[i].Arguments[0].Value;
        }

        return (lockWord, any && i < Frames.Count && Frames[i].Arguments.Count > 0 && Frames[i].Arguments[0].IsReliable ? Frames[i].Arguments[0].Value : 0);
    }

    public static StandInGoroutine Parse(string block)
    {
        StandInGoroutine g = new();
        string[] lines = block.TrimEnd('\n').Split('\n');
        g.Header(lines[0]);
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.Length == 0) continue;
            if (line.StartsWith("\tgoroutine running on other thread")) g.Unavailable = true;
            else if (line.Contains("frames elided...")) g.Elided = -1;
            else if (line.StartsWith("[originating from goroutine ")) break;
            else if (line[0] == '\t') g.Problems.Add((ParseProblemCode.MissingFunctionLine, i, line));
            else if (line.StartsWith("created by ") || (line[^1] == ')' && line.Contains('('))) g.Frame(line, i + 1 < lines.Length && lines[i + 1].StartsWith('\t') ? lines[++i] : null);
            else if (i == lines.Length - 1 || lines[i - 1].Length > 0) g.Problems.Add((ParseProblemCode.OddLine, i, line));
        }

        return g;
    }

    private void Header(string line)
    {
        string[] words = line.Split(' ');
        if (words.Length > 1) _ = long.TryParse(words[1], out Id);
        int open = line.IndexOf('['), close = line.LastIndexOf(']');
        if (open < 0 || close < open) return;
        string[] parts = line[(open + 1)..close].Split(", ");
        State = parts[0];
        foreach (string part in parts[1..])
        {
            if (part.EndsWith(" minutes")) _ = int.TryParse(part[..^8], out Minutes);
            if (part == "locked to thread") Locked = true;
        }
    }

    private void Frame(string line, string? fileLine)
    {
        string? file = null;
        int number = 0;
        if (fileLine is not null)
        {
            file = fileLine.Trim();
            int space = file.IndexOf(" +0x");
            if (space >= 0) file = file[..space];
            int colon = file.LastIndexOf(':');
            if (colon > 0 && int.TryParse(file[(colon + 1)..].Split(' ')[0], out number)) file = file[..colon];
        }

        if (line.StartsWith("created by "))
        {
            string name = line["created by ".Length..];
            int at = name.IndexOf(" in goroutine ");
            if (at >= 0)
            {
                _ = long.TryParse(name[(at + 14)..], out CreatorId0);
                name = name[..at];
            }

            CreatedBy = new(name, file, number, isCreatedBy: true);
            return;
        }

        int open = line.EndsWith(')') ? line.LastIndexOf('(') : line.Length;
        string args = line[(open + 1)..^1];
        Frames.Add(new(new(line[..open].Replace("%2e", "."), file, number, args == "..."), Arguments(args)));
    }

    private static List<ArgumentWord> Arguments(string args)
    {
        List<ArgumentWord> words = [];
        if (args is "..." or "") return words;
        byte depth = 0;
        foreach (string part in args.Split(','))
        {
            string word = part.Trim();
            while (word.StartsWith('{')) { depth++; word = word[1..]; }
            int closes = word.Count(c => c == '}');
            word = word.TrimEnd('}');
            bool odd = word.EndsWith('?');
            if (word == "...") words.Add(new(0, depth, ArgumentWordFlags.Elided));
            else if (word == "_") words.Add(new(0, depth, ArgumentWordFlags.NotPrinted));
            else if (word.StartsWith("0x") && ulong.TryParse(word.AsSpan(2).TrimEnd('?'), NumberStyles.HexNumber, null, out ulong value))
                words.Add(new(value, depth, odd ? ArgumentWordFlags.Unreliable : 0));
            depth = (byte)Math.Max(0, depth - closes);
        }

        return words;
    }
}
