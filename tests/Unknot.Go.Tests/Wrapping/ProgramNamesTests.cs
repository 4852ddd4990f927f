using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

public sealed class ProgramNamesTests
{
    [Theory]
    [InlineData("github.com/containerd/containerd/cmd/containerd/command.dumpStacks", "/x.go", "containerd")]
    [InlineData("github.com/containerd/containerd/v2/cmd/containerd/command.dumpStacks", "/x.go", "containerd")]
    [InlineData("github.com/containerd/containerd/runtime/v2/shim.dumpStacks", "/x.go", "containerd-shim")]
    [InlineData("github.com/containerd/containerd/v2/pkg/shim.serve", "/x.go", "containerd-shim")]
    [InlineData("main.executeShim", "/src/github.com/containerd/containerd/cmd/containerd-shim/main_unix.go", "containerd-shim")]
    [InlineData("main.main", "/src/containerd/cmd/containerd-shim-runc-v2/main.go", "containerd-shim")]
    [InlineData("github.com/docker/docker/daemon.(*Daemon).setupDumpStackTrap.func1", "/x.go", "dockerd")]
    [InlineData("k8s.io/kubernetes/cmd/kubelet/app.run", "/x.go", "kubelet")]
    [InlineData("main.main", "github.com/cri-o/cri-o/cmd/crio/main.go", "crio")]
    [InlineData("main.main.func1", "/go/src/github.com/opencontainers/runc/main.go", "runc")]
    [InlineData("main.main", "/go/src/github.com/Mirantis/cri-dockerd/main.go", "cri-dockerd")]
    [InlineData("main.main", "/go/src/go.etcd.io/etcd/server/main.go", "etcd")]
    [InlineData("main.main", "/src/x/cmd/calico-node/main.go", "calico-node")]
    [InlineData("main.main", "/home/me/main.go", null)]
    [InlineData("main.main", "_testmain.go", null)]
    [InlineData("github.com/containerd/containerd.(*client).Version", "/x.go", null)]
    [InlineData("github.com/containerd/containerd/runtime/v2/shim.AnonDialer", "/x.go", null)]
    [InlineData("github.com/docker/docker/client.(*Client).ContainerInspect", "/x.go", null)]
    public void OneFrame_NamesItsProgramOrNone(string function, string file, string? program)
    {
        GoroutineDump dump = Assert.Single(SampleDump.Parse($"goroutine 5 [select]:\n{function}(0x1)\n\t{file}:12 +0x1d\n").Dumps);
        Assert.Equal(program, dump.Origin.Program);
    }

    [Fact]
    public void ClientLibraryInsideDockerd_DoesNotMakeItContainerd()
    {
        string text = "goroutine 7 [select]:\ngithub.com/containerd/containerd/services/tasks.(*local).Start(0x1)\n\t/x.go:1 +0x1\n\n" + SampleDump.Plain;
        Assert.Equal("dockerd", Assert.Single(SampleDump.Parse(text).Dumps).Origin.Program);
    }

    [Fact]
    public void NothingKnownOnTheStacks_PrefixTells()
    {
        GoroutineDump dump = Assert.Single(SampleDump.Parse("Nov 23 18:24:28 n my-operator[7]: goroutine 5 [select]:\nNov 23 18:24:28 n my-operator[7]: a.b(0x1)\n").Dumps);
        Assert.Equal(("my-operator", 7), (dump.Origin.Program, dump.Origin.Pid));
    }
}
