using System.Diagnostics;
using System.Text.Json;

namespace Unknot.Tests.EndToEnd;

/// <summary>This machine, as it is: healthy or not, so only what was read counts, never the verdict.</summary>
public sealed class LiveNodeTests
{
    private static readonly int[] s_verdicts = [0, 1, 3];

    private static JsonElement ReportOf(ProgramRun run)
    {
        Assert.Contains(run.ExitCode, s_verdicts);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static void NeedLinux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be read");
    }

    private static int ProcessesOf(JsonElement report) => report.GetProperty("lookedAt").EnumerateArray().Select(l => l.GetString()!.Split(' '))
        .Where(l => l[1].StartsWith("process", StringComparison.Ordinal)).Select(l => int.Parse(l[0])).SingleOrDefault();

    [Fact]
    public void NoPath_ReadsThisMachineAndSaysWhen()
    {
        NeedLinux();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        ProgramRun run = UnknotProgram.Run("diagnose", "--format", "json");
        Assert.Equal("", run.Error);
        JsonElement report = ReportOf(run), collection = report.GetProperty("collection");
        Assert.InRange(ProcessesOf(report), 2, int.MaxValue);
        Assert.InRange(collection.GetProperty("takenAt").GetDateTimeOffset(), before.AddSeconds(-1), DateTimeOffset.UtcNow);
        string text = UnknotProgram.Run("diagnose").Output;
        Assert.Contains($"looked at  {collection.GetProperty("host").GetString()} at ", text);
        Assert.InRange(text.Split('\n').SkipWhile(l => !l.StartsWith("What could not be read", StringComparison.Ordinal)).Count(), 0, 80);
    }

    [Fact]
    public void Save_KeepsABundleThatGivesTheSameReport()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        string bundle = Path.Combine(folder.Root, "b.tgz");
        ProgramRun live = UnknotProgram.Run("diagnose", "--format", "json", "--save", bundle), read = UnknotProgram.Run("diagnose", bundle, "--format", "json");
        Assert.Equal("", live.Error);
        Assert.Equal(live.ExitCode, read.ExitCode);
        Assert.Equal(live.Output, read.Output.Replace("b.tgz!b/", "", StringComparison.Ordinal));
        Assert.Equal([bundle], Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void SaveOnAFullDisk_CostsNotTheReport()
    {
        using ScratchFolder folder = new();
        ProgramRun run = ShellCommand.RunWithOwnMounts($"mount -t tmpfs -o size=4k tmpfs '{folder.Root}' && '{UnknotProgram.Binary}' diagnose --format json --save '{folder.Root}/b.tgz'");
        Assert.InRange(ProcessesOf(ReportOf(run)), 2, int.MaxValue);
        Assert.Contains("the disk is full", run.Error);
    }

    [Fact]
    public void SourcesLeftOut_AreNotRead()
    {
        NeedLinux();
        JsonElement report = ReportOf(UnknotProgram.Run("diagnose", "--format", "json", "--only", "unix-sockets"));
        Assert.Equal(0, ProcessesOf(report));
    }

    [Fact]
    public void HiddenProcesses_WithoutRoot_StillGiveAReportThatSaysSo()
    {
        const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
        if (ShellCommand.Run($"{AsNobody} '{UnknotProgram.Binary}' --version").ExitCode != 0) Assert.Skip("another user cannot be had here, or may not run this build");
        ProgramRun run = ShellCommand.RunWithOwnMounts($"mount -t proc -o hidepid=2 proc /proc && exec {AsNobody} '{UnknotProgram.Binary}' diagnose --format json");
        JsonElement report = ReportOf(run);
        Assert.Equal(65534, report.GetProperty("collection").GetProperty("uid").GetInt32());
        Assert.Contains(report.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("reason").GetString()!.Contains("without root (uid 65534)", StringComparison.Ordinal));
        Assert.Contains(report.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("reason").GetString()!.Contains("hidepid", StringComparison.Ordinal));
    }

    [Fact]
    public void RootWithoutPtrace_ReadsAndSaysWhatWasRefused()
    {
        const string Without = "setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace";
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || ShellCommand.Run($"{Without} true").ExitCode != 0) Assert.Skip("needs root and setpriv, to drop CAP_SYS_PTRACE");
        // Somebody whose files a root without that right may not look at.
        using Process other = Process.Start(new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat"]) { RedirectStandardInput = true })!;
        JsonElement report = ReportOf(ShellCommand.Run($"exec {Without} '{UnknotProgram.Binary}' diagnose --format json"));
        other.StandardInput.Close();
        other.WaitForExit();
        Assert.InRange(ProcessesOf(report), 2, int.MaxValue);
        Assert.Contains(report.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("errno").GetString() is "EACCES" or "EPERM");
    }
}
