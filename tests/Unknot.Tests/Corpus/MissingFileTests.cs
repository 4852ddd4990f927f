namespace Unknot.Tests.Corpus;

/// <summary>Any single file missing: as in <see cref="MissingEvidenceTests"/>, and beside them, as these are the most runs of all.</summary>
public sealed class MissingFileTests
{
    public static TheoryData<string> Cases => LabCorpusTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyFileMissing_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        Harmless.Assert(name, files.Files.Select(f => (f.Path, files.Without(p => p == f.Path))));
    }
}
