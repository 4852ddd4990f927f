namespace Unknot.Tests.Corpus;

/// <summary>With evidence missing or cut a diagnosis may get less sure, or stay open: it never turns over, and never names somebody else for sure.</summary>
public sealed class MissingEvidenceTests
{
    private const int Halves = 16;

    // What an engineer may have sent alone.
    private static readonly (string What, Func<string, bool> IsKept)[] s_parts =
    [
        ("dumps", IsDump),
        ("dockerd's dump", p => IsDump(p) && p.Contains("dockerd", StringComparison.Ordinal)),
        ("dumps and ps", p => IsDump(p) || p == "ps.txt"),
        ("dumps, ps and ss", p => IsDump(p) || p is "ps.txt" or "ss-xp.txt"),
        ("dumps and logs", p => p.EndsWith(".log", StringComparison.Ordinal)),
        ("logs", p => p.EndsWith(".log", StringComparison.Ordinal) && !IsDump(p)),
        ("ps and ss", p => p is "ps.txt" or "ps-threads.txt" or "ss-xp.txt"),
        ("/proc", p => p.StartsWith("proc.", StringComparison.Ordinal)),
        ("ps", p => p == "ps.txt"),
    ];

    public static TheoryData<string> Cases => LabCorpusTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyProcessOrKindMissing_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        string[] inProc = [.. files.Files.Select(f => f.Path).Where(p => p.StartsWith("proc.", StringComparison.Ordinal))];
        IEnumerable<(string, CaseFiles)> processes = inProc.Select(p => p.Split('/')[0] + "/").Distinct().Select(d => (d, files.Without(p => p.StartsWith(d, StringComparison.Ordinal))));
        IEnumerable<(string, CaseFiles)> kinds = inProc.Select(p => "/" + p.Split('/')[1]).Distinct().Select(k => (k, files.Without(p => p.EndsWith(k, StringComparison.Ordinal))));
        Harmless.Assert(name, processes.Concat(kinds));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PartOfTheEvidence_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        Harmless.Assert(name, s_parts.Select(part => ("only " + part.What, files.Without(p => !part.IsKept(p)))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyFileCut_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        IEnumerable<string> cut = files.Files.Select(f => f.Path).Where(p => !p.Contains('/'));
        Harmless.Assert(name, cut.SelectMany(c => new[]
        {
            (c + " first half", files.Changed((p, bytes) => p == c ? bytes[..(bytes.Length / 2)] : bytes)),
            (c + " second half", files.Changed((p, bytes) => p == c ? bytes[(bytes.Length / 2)..] : bytes)),
        }));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HalfOfTheEvidence_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        // A process's files come or miss together; the seeds are fixed, so that a failure can be looked at.
        Harmless.Assert(name, Enumerable.Range(1, Halves).Select(seed =>
        {
            Random random = new(seed);
            HashSet<string> kept = [.. files.Files.Select(f => f.Path.Split('/')[0]).Distinct().Where(_ => random.Next(2) == 0)];
            return ($"seed {seed}: {string.Join(' ', kept.Order(StringComparer.Ordinal))}", files.Without(p => !kept.Contains(p.Split('/')[0])));
        }));
    }

    private static bool IsDump(string path) => path.Contains("stacks", StringComparison.Ordinal) || path.Contains("goroutine", StringComparison.Ordinal);
}
