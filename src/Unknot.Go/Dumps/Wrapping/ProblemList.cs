using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Problems of one input, listed up to the limit and counted beyond it.</summary>
internal sealed class ProblemList(DumpLimits limits)
{
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

    /// <summary>All problems in the order of the input.</summary>
    internal List<ParseProblem> ToList()
    {
        List<ParseProblem> all = [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Offset)];
        if (_unlisted > 0) all.Add(new ParseProblem(ParseProblemCode.TooManyProblems, 0, 0, _unlisted.ToString()));
        return all;
    }
}
