using Unknot.Bundles;
using Unknot.Diagnosis;
using Unknot.Diagnosis.Reports;
using Unknot.Tests.EndToEnd;

namespace Unknot.Tests.Corpus;

/// <summary>Replacing secrets must not cost evidence, and a bundle must say what its documents say.</summary>
public sealed class RedactedCorpusTests
{
    public static TheoryData<string> Cases => [.. LabCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void RedactedCase_GivesTheSameReport(string name)
    {
        EvidenceDocument[] documents = Documents(name);
        Assert.Equal(JsonOf(BundleContent.Of(documents, redact: false)), JsonOf(BundleContent.Of(documents)));
    }

    [Theory]
    [InlineData("notready-dbus", "b.tgz")]
    [InlineData("fuse-volume", "b.tar.zst")]
    public void WrittenCase_GivesTheSameReport(string name, string file)
    {
        using ScratchFolder folder = new();
        string path = Path.Combine(folder.Root, file);
        BundleContent content = BundleContent.Of(Documents(name));
        BundleWriter.WriteFile(path, content);
        string read = ReportJson.ToText(Diagnoser.Diagnose(BundleReader.Read([path], new BundleOptions { ComputeDigests = false })));
        Assert.Equal(JsonOf(content), read.Replace($"{file}!b/", "", StringComparison.Ordinal));
    }

    private static EvidenceDocument[] Documents(string name) =>
        [.. CaseFiles.Of(LabCase.Of(name)).Files.Select(f => new EvidenceDocument(f.Path, f.Content, new DateTimeOffset(f.Modified, TimeSpan.Zero)))];

    private static string JsonOf(BundleContent content) => ReportJson.ToText(Diagnoser.Diagnose(BundleReader.Read(content.Documents, new BundleOptions { ComputeDigests = false })));
}
