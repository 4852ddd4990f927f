using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

public sealed class LabCasesTests
{
    [Theory]
    [InlineData("notready-dbus/dockerd-goroutine-stacks-2026-11-23T182954Z.log", 67, "dockerd")]
    [InlineData("notready-dbus/containerd.15814.stacks.log", 67, "containerd")]
    [InlineData("notready-dbus/kubelet-goroutines.txt", 153, "kubelet")]
    [InlineData("healthy-busy/dockerd-goroutine-stacks-2026-11-23T184937Z.log", 188, "dockerd")]
    public void PlainDump_GivesOneDumpOfItsProgram(string path, int goroutines, string program)
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(SharedCases.Read("lab", path));
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal((goroutines, program, "plain"), (dump.Count, dump.Origin.Program, dump.Origin.Wrapping));
        Assert.Empty(parsed.Problems);
        Assert.True(dump.IsComplete);
    }

    [Fact]
    public void ContainerdLogOfTheFoundingIncident_GivesContainerdsAndTheShimsDumps()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(SharedCases.Read("lab", "notready-dbus/containerd.log"));
        Assert.Equal(8, parsed.Dumps.Count);
        Assert.Equal(2, parsed.Dumps.Count(d => d.Origin.Program == "containerd"));
        Assert.Equal(6, parsed.Dumps.Count(d => d.Origin is { Program: "containerd-shim", Pid: > 0 }));
        Assert.All(parsed.Dumps, d => Assert.Equal("logrus-escaped", d.Origin.Wrapping));
        Assert.All(parsed.Dumps, d => Assert.NotNull(d.Origin.Time));
        Assert.All(parsed.Dumps, d => Assert.True(d.IsComplete));
        Assert.Equal(238, parsed.Dumps.Sum(d => d.Total));
        Assert.Empty(parsed.Problems);
    }
}
