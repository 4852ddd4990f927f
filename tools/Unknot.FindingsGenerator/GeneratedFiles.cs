namespace Unknot.FindingsGenerator;

/// <summary>All that is generated from one catalogue source. A test calls it too, and compares.</summary>
/// <param name="FindingCount">Findings in the source.</param>
/// <param name="Contents">Content by path within the repository; empty when there are problems.</param>
/// <param name="Problems">What is wrong with the source.</param>
internal sealed record GeneratedFiles(int FindingCount, IReadOnlyDictionary<string, string> Contents, IReadOnlyList<CatalogProblem> Problems)
{
    /// <summary>Where the source stands in the repository.</summary>
    public const string SourcePath = "src/Unknot.Diagnosis/Findings/findings.yaml";

    /// <summary>Generates from a source.</summary>
    /// <param name="yaml">Text of <c>findings.yaml</c>.</param>
    /// <returns>The files, or the problems.</returns>
    public static GeneratedFiles From(string yaml)
    {
        CatalogReader catalog = CatalogReader.Read(yaml);
        Dictionary<string, string> contents = [];
        if (catalog.Problems.Count == 0)
        {
            contents["src/Unknot.Diagnosis/Findings/FindingCatalog.g.cs"] = CatalogCode.Write(catalog.Findings);
            contents["src/Unknot.Diagnosis/Findings/FindingReasons.g.cs"] = CatalogCode.WriteReasons(catalog.Findings);
            contents["docs/findings.md"] = CatalogManual.Write(catalog.Findings);
        }

        return new GeneratedFiles(catalog.Findings.Count, contents, catalog.Problems);
    }
}
