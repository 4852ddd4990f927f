using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Problems of one input, listed up to the limit and counted beyond it.</summary>
internal sealed class InputProblems(DumpLimits limits)
{
    /// <summary>Stands for the offset of a problem's line until <see cref="ToList"/> looks it up.</summary>
    internal const long OfLine = -1;

    private const int MaxTextBytes = 200;
    private readonly List<ParseProblem> _problems = [];
    private long _unlisted;

    internal void Add(ParseProblemCode code, long line, long offset, ReadOnlySpan<byte> text)
    {
        if (_problems.Count >= limits.MaxProblems) _unlisted++;
        else _problems.Add(new ParseProblem(code, line, offset, Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxTextBytes)])));
    }

    internal void AddRange(IEnumerable<ParseProblem> problems)
    {
        foreach (ParseProblem problem in problems)
        {
            if (problem.Code == ParseProblemCode.TooManyProblems && long.TryParse(problem.Text, out long more)) _unlisted += more;
            else if (_problems.Count >= limits.MaxProblems) _unlisted++;
            else _problems.Add(problem);
        }
    }

    internal void AddAll(InputProblems others)
    {
        AddRange(others._problems);
        _unlisted += others._unlisted;
    }

    /// <summary>All problems in the order of the input.</summary>
    /// <param name="text">The text whose lines they name.</param>
    internal List<ParseProblem> ToList(ReadOnlySpan<byte> text)
    {
        List<ParseProblem> all = [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Offset)];
        long line = 1;
        int offset = 0;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Offset != OfLine) continue;
            for (; line < all[i].Line; line++)
            {
                int next = text[offset..].IndexOf((byte)'\n');
                if (next < 0) break;
                offset += next + 1;
            }

            all[i] = all[i] with { Offset = offset };
        }

        if (_unlisted > 0) all.Add(new ParseProblem(ParseProblemCode.TooManyProblems, 0, 0, _unlisted.ToString()));
        return all;
    }
}
