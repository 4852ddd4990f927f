using Unknot.Diagnosis.Evidence;
using Unknot.Node.Dumps;
using Unknot.Node.Sources;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Dumps;

/// <summary>Debian's real daemons.</summary>
public class RealDumpTests(RuntimeStack stack) : IClassFixture<RuntimeStack>
{
    [Fact]
    public void EveryDaemon_IsDumpedOnceAndLeavesNothing()
    {
        int[] pids = [stack.Required().DockerdPid, stack.ContainerdPid, stack.ShimOf(stack.Victim), stack.ShimOf(stack.Bystander)];
        NodeScan scan = ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, pids);
        SourceReading reading = SourceReading.Of(new DumpSource(), scan);
        Assert.Empty(reading.Gaps);
        Assert.Equal(pids.Select(p => (p, "taken")).Order(), scan.Dumps.Select(d => (d.Pid, d.Outcome)).Order());
        Assert.Equal(
            [(Components.Containerd, pids[1]), (Components.Shim, pids[2]), (Components.Shim, pids[3]), (Components.Dockerd, pids[0])],
            reading.Evidence().Dumps.Select(d => (d.Component, d.Pid ?? 0)).OrderBy(d => d.Component, StringComparer.Ordinal).ThenBy(d => Array.IndexOf(pids, d.Item2)));
        Assert.Empty(Directory.GetFiles(stack.ExecRoot, "goroutine-stacks-*"));
        Assert.False(File.Exists($"/tmp/containerd.{stack.ContainerdPid}.stacks.log"));
        // As many as it said, or it was no upper bound.
        Assert.All(scan.Dumps, d => Assert.True(d.ExpectedGoroutines >= reading.Evidence().Dumps.First(e => e.Pid == d.Pid).Dump.Count));
        Assert.Contains(stack.Victim[..12], stack.Docker("ps"));
    }

    [Fact]
    public void StoppedContainerd_IsNotSignalledAndNeitherAreItsShims()
    {
        int[] pids = [stack.Required().ContainerdPid, stack.ShimOf(stack.Bystander)];
        RuntimeStack.Signal(stack.ContainerdPid, "STOP");
        try
        {
            NodeScan scan = ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, pids);
            SourceReading reading = SourceReading.Of(new DumpSource(), scan);
            Assert.Empty(scan.Dumps);
            Assert.Equal(2, reading.Gaps.Count(g => g.Reason.Contains("stopped")));
        }
        finally
        {
            RuntimeStack.Signal(stack.ContainerdPid, "CONT");
        }
    }
}
