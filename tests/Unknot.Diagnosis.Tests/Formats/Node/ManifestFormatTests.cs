using System.Text;
using System.Text.Json;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Diagnosis.Tests.Formats.Node;

public sealed class ManifestFormatTests
{
    private static EvidenceSnapshot Read(string json)
    {
        EvidenceSnapshot snapshot = new();
        ManifestFormat.Read(Encoding.UTF8.GetBytes(json), new EvidenceFile("manifest", "manifest.json"), snapshot);
        return snapshot;
    }

    [Fact]
    public void Manifest_GivesHostTimeAndGaps()
    {
        EvidenceSnapshot snapshot = Read("{\"schemaVersion\":\"unknot.dev/bundle/v1\",\"host\":\"node1\",\"uptimeSeconds\":60,\"uid\":0,\"gaps\":[{\"source\":\"proc\",\"target\":\"pid 4\",\"reason\":\"x\",\"errno\":\"EACCES\"}],\"later\":{}}");
        Assert.Equal(("node1", 0), (snapshot.Collection!.Host, snapshot.Collection.Uid));
        Assert.Equal(TimeSpan.FromMinutes(1), snapshot.Uptime);
        Assert.Equal([new Gap("proc", "pid 4", "x", "EACCES")], snapshot.Gaps);
    }

    [Fact]
    public void MoreGapsThanTheLimit_AreCounted()
    {
        string gaps = JsonSerializer.Serialize(Enumerable.Range(0, 5_000).Select(i => new Dictionary<string, string> { ["source"] = "s", ["target"] = $"t{i}", ["reason"] = "r" }));
        EvidenceSnapshot snapshot = Read($"{{\"schemaVersion\":\"unknot.dev/bundle/v1\",\"gaps\":{gaps}}}");
        Assert.Equal(1_001, snapshot.Gaps.Count);
        Assert.Equal("4000 further gaps are not listed", snapshot.Gaps[^1].Reason);
    }

    [Theory]
    [InlineData("{\"schemaVersion\":\"unknot.dev/bundle/v1\",\"gaps\":5}")]
    [InlineData("{\"schemaVersion\":\"unknot.dev/bundle/v1\"")]
    public void BrokenManifest_IsAGap(string json) => Assert.Contains("is no manifest", Assert.Single(Read(json).Gaps).Reason);
}
