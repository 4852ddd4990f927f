using System.Text.RegularExpressions;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>However a case is packed, the report is the same but for the paths of the evidence.</summary>
public sealed partial class PackedCorpusTests
{
    public static TheoryData<string> Cases => LabCorpusTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Archive_GivesTheReportOfTheFolder(string name)
    {
        LabCase it = LabCase.Of(name);
        CaseFiles files = CaseFiles.Of(it);
        string folder = Text(it.Run.Report);
        Assert.Equal(folder, Text(CorpusRun.Of(files.Tar()).Report));
        Assert.Equal(folder, Text(CorpusRun.Of(files.TarGz()).Report));
        Assert.Equal(folder, Text(CorpusRun.Of(files.TarZst()).Report));
        Assert.Equal(folder, Text(CorpusRun.Of(files.Zip()).Report));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ArchiveOnDisk_GivesTheReportOfTheFolder(string name)
    {
        LabCase it = LabCase.Of(name);
        using EndToEnd.ScratchFolder scratch = new();
        string path = Path.Combine(scratch.Root, "node.tgz");
        using (FileStream file = File.Create(path)) CaseFiles.Of(it).TarGz().CopyTo(file);
        Assert.Equal(Text(it.Run.Report), Text(CorpusRun.Of(path).Report));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OtherOrderOfFiles_GivesTheSameRoots(string name)
    {
        LabCase it = LabCase.Of(name);
        CaseFiles files = CaseFiles.Of(it);
        Report report = new CaseFiles([.. files.Files.Reverse()]).Diagnose().Report;
        Assert.Equal(it.Run.Report.Headline, report.Headline);
        Assert.Equal(it.Run.Report.RootBlockers.Select(r => (r.Pid, r.Reason, r.Confidence)), report.RootBlockers.Select(r => (r.Pid, r.Reason, r.Confidence)));
    }

    private static string Text(Report report) => PathOfArchive().Replace(ReportJson.ToText(report), "");

    [GeneratedRegex("(?<=[\"\\s])[^\"\\s]*!/?")]
    private static partial Regex PathOfArchive();
}
