using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Tests.Findings;

/// <summary>Small snapshots, findings and dumps for the tests of the catalogue.</summary>
internal static class FindingsTestData
{
    public static Provenance Origin { get; } = new(new EvidenceFile("test", "test.txt"), 1);

    /// <summary>A finding with one or more signs.</summary>
    public static Finding FindingOf(FindingKind kind, double threshold, params SignatureClause[] clauses) => new()
    {
        Reason = "TestFinding",
        Kind = kind,
        Severity = FindingSeverity.Warning,
        Title = "A finding of a test.",
        State = FindingState.Settled,
        Component = "*",
        Signature = new Signature(threshold, clauses),
        Cause = "A test.",
        Cure = "None.",
        Step = new FindingStep(RemediationAction.Wait, "nothing", null, "None.", false),
    };

    public static LogEvidence Log(string kind, string message = "a line", string? component = null) =>
        new(kind, component, null, null, message, null, null, Origin);

    public static RootFact Root(string component, string[]? resources = null, string[]? rules = null, string[]? chain = null) =>
        new(component, resources ?? [], rules ?? [], chain ?? [component]);

    /// <summary>A dump from goroutine blocks in a short notation: header, then one function a line, innermost first.</summary>
    public static DumpEvidence Dump(string component, params string[] goroutines)
    {
        StringBuilder text = new();
        int id = 1;
        foreach (string goroutine in goroutines)
        {
            string[] lines = goroutine.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            text.Append($"goroutine {id++} [{lines[0]}]:\n");
            foreach (string function in lines[1..])
            {
                text.Append(function.StartsWith("created by ", StringComparison.Ordinal) ? function : function + "(0xc000010000)");
                text.Append("\n\t/src/file.go:10 +0x1a\n");
            }

            text.Append('\n');
        }

        return DumpOf(component, text.ToString());
    }

    /// <summary>The first dump in a text.</summary>
    public static DumpEvidence DumpOf(string component, string text) =>
        new(GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text)).Dumps[0], component, 4711, null, null, Origin);

    /// <summary>Whether a sign holds over a snapshot.</summary>
    public static ClauseHit? Find(SignatureClause clause, EvidenceSnapshot snapshot, RootFact? root = null) =>
        clause.Find(new EvidenceIndex(snapshot, clause is StackClause stack ? [stack] : []), root);

    /// <summary>The repository's root, found upwards from the test program.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Folder of the recorded public cases beside the repository; skips the test where there is none.</summary>
    public static string PublicCase(string prefix)
    {
        string cases = Path.Combine(Path.GetDirectoryName(RepositoryRoot)!, "shared", "cases", "public");
        if (!Directory.Exists(cases)) cases = Path.Combine(RepositoryRoot, "..", "..", "shared", "cases", "public");
        string? found = Directory.Exists(cases) ? Directory.GetDirectories(cases, prefix + "-*").FirstOrDefault() : null;
        if (found is null) Assert.Skip($"public case {prefix} is not beside the repository (shared/cases/public)");
        return found;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Unknot.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd('/', '\\'));
        return folder ?? throw new InvalidOperationException("the test does not run inside the repository");
    }
}
