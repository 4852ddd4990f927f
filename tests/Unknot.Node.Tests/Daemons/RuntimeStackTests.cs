using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Containerd;
using Unknot.Node.Cri;
using Unknot.Node.Docker;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Daemons;

/// <summary>Real daemons, well and with one shim stopped.</summary>
public class RuntimeStackTests(RuntimeStack stack) : IClassFixture<RuntimeStack>
{
    [Fact]
    public void HealthyDockerd_TellsEveryContainerWithItsPid()
    {
        SourceReading reading = Read(new DockerSource(), stack.Required().DockerdPid);
        Assert.All(reading.Probes, p => Assert.Equal("answered", p.Outcome));
        Assert.Equal(["bystander", "victim"], Containers(reading).Where(c => c.Pid is not null).Select(c => c.Name).Order());
        Assert.Contains(Containers(reading), c => c is { Name: "bystander", Pod: "shop/cart-0", State: "running" });
        Assert.Contains(reading.Probes, p => p.Call == "info");
        Assert.StartsWith("20.", reading.Evidence().Versions["dockerd"]);
    }

    [Fact]
    public void HealthyContainerd_TellsEveryTask()
    {
        SourceReading reading = Read(new ContainerdSource(), stack.Required().ContainerdPid);
        ProbeRecord task = Assert.Single(reading.Probes, p => p.ContainerId == stack.Bystander);
        Assert.Equal(("answered", "RUNNING", "moby"), (task.Outcome, task.Values!["status"], task.Values["namespace"]));
        Assert.Contains(Containers(reading), c => c.Id == stack.Victim && c is { State: "running", Pid: > 0 });
    }

    [Fact]
    public void HealthyContainerd_SpeaksTheCri()
    {
        SourceReading reading = Read(new CriSource(), stack.Required().ContainerdPid);
        ProbeRecord version = Assert.Single(reading.Probes, p => p.Call == "Version");
        Assert.Equal(("answered", "containerd", "v1"), (version.Outcome, version.Values!["runtime"], version.Values["apiVersion"]));
        Assert.Equal("true", Assert.Single(reading.Probes, p => p.Call == "Status").Values!["RuntimeReady"]);
        Assert.Equal("0", Assert.Single(reading.Probes, p => p.Call == "ListPodSandbox").Values!["count"]);
        Assert.StartsWith("1.6.", reading.Evidence().Versions["containerd"]);
    }

    [Fact]
    public void StoppedShim_HangsItsOwnContainerAlone()
    {
        int shim = stack.Required().ShimOf(stack.Victim);
        RuntimeStack.Signal(shim, "STOP");
        // docker stop takes the container's lock and waits for the shim.
        using System.Diagnostics.Process stop = stack.DockerInBackground("stop", "-t", "1", stack.Victim);
        try
        {
            SourceReading docker = Read(new DockerSource(), stack.DockerdPid, p => p.Probes.Any(r => r.Outcome == "timedOut"));
            Assert.Equal(("inspect", stack.Victim), Assert.Single(docker.Probes, p => p.Outcome == "timedOut") is var hung ? (hung.Call, hung.ContainerId) : default);
            Assert.Contains(docker.Gaps, g => g.Errno == "ETIMEDOUT" && g.Reason.Contains(stack.Victim[..12]));
            SourceReading containerd = Read(new ContainerdSource(), stack.ContainerdPid);
            Assert.Equal(stack.Victim, Assert.Single(containerd.Probes, p => p.Outcome == "timedOut").ContainerId);
            Assert.Contains(containerd.Probes, p => p.ContainerId == stack.Bystander && p.Outcome == "answered");
            SourceReading shims = SourceReading.Of(new ShimSource(), ScanOf.Pids(new NodeOptions(), shim, stack.ShimOf(stack.Bystander)));
            Assert.Equal(
                [(stack.Bystander, "answered"), (stack.Victim, "timedOut")],
                shims.Probes.Select(p => (p.ContainerId!, p.Outcome)).OrderBy(p => p.Outcome));
        }
        finally
        {
            RuntimeStack.Signal(shim, "CONT");
            stop.WaitForExit();
            stack.Docker("start", "victim");
        }
    }

    [Fact]
    public void StoppedContainerd_IsTimedOutInBothInterfaces()
    {
        RuntimeStack.Signal(stack.Required().ContainerdPid, "STOP");
        try
        {
            foreach (INodeSource source in (INodeSource[])[new ContainerdSource(), new CriSource()])
            {
                ProbeRecord probe = Assert.Single(Read(source, stack.ContainerdPid).Probes);
                Assert.Equal(("Version", "timedOut"), (probe.Call, probe.Outcome));
            }
        }
        finally
        {
            RuntimeStack.Signal(stack.ContainerdPid, "CONT");
        }
    }

    [Fact]
    public void StoppedContainerd_HasOneHangingRequestOfTheWholeReading()
    {
        RuntimeStack.Signal(stack.Required().ContainerdPid, "STOP");
        try
        {
            using NodeScan scan = ScanOf.Pids(new NodeOptions { ProbeDeadline = TimeSpan.FromSeconds(1) }, stack.ContainerdPid);
            SourceRun[] runs = [SourceRun.Start(new ContainerdSource(), scan, null), SourceRun.Start(new CriSource(), scan, null)];
            Assert.Single(runs.Select(r => SourceReading.After(r)).SelectMany(r => r.Probes));
        }
        finally
        {
            RuntimeStack.Signal(stack.ContainerdPid, "CONT");
        }
    }

    private static IEnumerable<ContainerEvidence> Containers(SourceReading reading) => reading.Evidence().Containers;

    private static SourceReading Read(INodeSource source, int pid, Func<SourceReading, bool>? until = null)
    {
        NodeOptions options = new() { ProbeDeadline = TimeSpan.FromSeconds(1) };
        // What a command in the background does, it does after a moment: asked again until it shows, each time after all answers are in.
        for (int i = 0; ; i++)
        {
            SourceReading reading = SourceReading.Of(source, ScanOf.Pids(options, pid));
            if (until is null || until(reading) || i == 20) return reading;
        }
    }
}
