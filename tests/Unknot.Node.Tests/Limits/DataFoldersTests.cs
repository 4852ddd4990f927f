using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Limits;

namespace Unknot.Node.Tests.Limits;

public sealed class DataFoldersTests
{
    [Fact]
    public void CommandLine_GoesBeforeTheDefaults()
    {
        ProcessRecord dockerd = new() { Pid = 7, Name = "dockerd", Arguments = ["dockerd", "--data-root=/d", "--exec-root", "/e"] };
        Assert.Equal([(7, "/d"), (7, "/e")], DataFolders.Of(dockerd));
        Assert.Equal([(7, "/var/lib/docker"), (7, "/run/docker")], DataFolders.Of(dockerd with { Arguments = ["dockerd"] }));
    }

    [Fact]
    public void NodeLimits_OfThisMachine_AreWithinTheirLimits()
    {
        List<(string Kind, string Scope, double Used, double Limit)> limits = [];
        NodeLimits.Read("/proc", (kind, scope, used, limit) => limits.Add((kind, scope, used, limit)));
        Assert.Contains(limits, l => l is { Kind: "memory", Scope: "node" });
        Assert.Contains(limits, l => l is { Kind: "pids", Scope: "kernel/pid_max" });
        Assert.All(limits, l => Assert.InRange(l.Used, 0, l.Limit));
    }
}
