using System.Globalization;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>Adds to a list of problems within its limit. Behind the limit stands one entry that counts the others.</summary>
internal static class ProblemList
{
    public static void Add(List<ParseProblem> problems, DumpLimits limits, ParseProblem problem)
    {
        if (problems.Count < limits.MaxProblems) problems.Add(problem);
        else CountUnlisted(problems, 1);
    }

    public static void CountUnlisted(List<ParseProblem> problems, long count)
    {
        if (count == 0) return;
        ParseProblem? last = problems.Count > 0 ? problems[^1] : null;
        if (last?.Code == ParseProblemCode.TooManyProblems)
        {
            count += long.Parse(last.Text, CultureInfo.InvariantCulture);
            problems.RemoveAt(problems.Count - 1);
        }
        problems.Add(new ParseProblem(ParseProblemCode.TooManyProblems, 0, 0, count.ToString(CultureInfo.InvariantCulture)));
    }
}
