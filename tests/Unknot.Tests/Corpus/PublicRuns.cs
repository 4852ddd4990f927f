using System.Collections.Concurrent;

namespace Unknot.Tests.Corpus;

/// <summary>Diagnoses of the public cases, each made once.</summary>
internal static class PublicRuns
{
    public const string Absent = "the public cases (shared/cases/public) are not beside this repository";

    private static readonly ConcurrentDictionary<string, Lazy<CorpusRun>> s_runs = new();

    /// <summary>Skips the test where the cases are absent.</summary>
    public static CorpusRun Of(string name)
    {
        string path = Path.Combine(PublicExpectation.Folder ?? "", name);
        if (PublicExpectation.Folder is null || !Directory.Exists(path)) Assert.Skip(Absent);
        return s_runs.GetOrAdd(name, _ => new Lazy<CorpusRun>(() => CorpusRun.Of(path))).Value;
    }
}
