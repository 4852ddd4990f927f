using System.Text.Json;
using Unknot.Diagnosis.Reports;
using Unknot.Tests.EndToEnd;

namespace Unknot.Tests.Corpus;

/// <summary>The incidents that we recorded: verdict, root and container, first try, no options.</summary>
public sealed class LabCorpusTests
{
    public static TheoryData<string> Cases => [.. LabCase.All.Select(c => c.Name)];

    public static TheoryData<string> Knotted => [.. LabCase.All.Where(c => c.Verdict == "knotted").Select(c => c.Name)];

    public static TheoryData<string> Clear => [.. LabCase.All.Where(c => c.Verdict == "clear").Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdict_IsTheTruth(string name)
    {
        LabCase it = LabCase.Of(name);
        Assert.Equal(it.Verdict, LabCase.VerdictOf(it.Run.Report));
        Assert.True(File.Exists(Path.Combine(it.Input, "..", "case.md")), "a case says in case.md how it was made");
    }

    [Theory]
    [MemberData(nameof(Knotted))]
    public void FirstRoot_IsTheTruthAndNamesTheContainer(string name)
    {
        LabCase it = LabCase.Of(name);
        ReportRoot root = it.Run.Report.RootBlockers[0];
        Assert.True(it.IsRoot(root), $"named {CorpusRun.Words(root)}, the root is {string.Join(", ", it.RootPids)} {string.Join(", ", it.RootComponents)}");
        Assert.Contains(root.ContainerIds.Append(root.ContainerId), it.ContainerIds.Contains);
        Assert.All(it.ContainerIds, id => Assert.Contains(id, it.Run.Report.RootBlockers.SelectMany(r => r.ContainerIds)));
        Assert.DoesNotContain(it.Run.Report.RootBlockers, r => r.Confidence >= CorpusRun.Sure && !it.IsRoot(r));
        Assert.Equal(1, it.Run.Report.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Clear))]
    public void ClearCase_NamesNobody(string name)
    {
        Report report = LabCase.Of(name).Run.Report;
        Assert.Empty(report.RootBlockers);
        Assert.Equal(0, report.ExitCode);
    }

    [Theory]
    [InlineData("dbus-mute")]
    [InlineData("notready-dbus")]
    [InlineData("healthy-busy")]
    public void BuiltProgram_SaysTheSameInJsonAndByItsExitCode(string name)
    {
        LabCase it = LabCase.Of(name);
        ProgramRun run = UnknotProgram.Run("diagnose", it.Input, "--format", "json");
        Assert.Equal("", run.Error);
        Assert.Equal(it.Run.Report.ExitCode, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal(Report.Schema, root.GetProperty("schemaVersion").GetString());
        Assert.Equal(it.Verdict, root.GetProperty("verdict").GetString());
        Assert.Equal(it.Run.Report.RootBlockers.Select(r => r.Pid), root.GetProperty("rootBlockers").EnumerateArray().Select(r => (int?)r.GetProperty("pid").GetInt32()));
        Assert.Equal(it.Run.Report.Headline, root.GetProperty("headline").GetString());
    }
}
