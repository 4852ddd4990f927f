using System.Text;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Bundles.Tests;

public sealed class SnapshotCompletionTests
{
    [Fact]
    public void ContainerToldByListAndInspect_IsOneWithBothsFields()
    {
        const string id = "3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56";
        EvidenceSnapshot snapshot = BundleReader.Read(
            [
                Document("containers.json", $$"""[{"Id":"{{id}}","Names":["/web"],"State":"running","Labels":{ } }]"""),
                Document("inspect.json", $$"""[{"Id":"{{id}}","Name":"/other","State":{"Status":"paused","Pid":7},"Config":{"Image":"nginx","Labels":{} } }]"""),
            ],
            new BundleOptions());
        ContainerEvidence container = Assert.Single(snapshot.Containers);
        Assert.Equal(("web", "running", 7, "nginx"), (container.Name, container.State, container.Pid, container.Image));
    }

    private static EvidenceDocument Document(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);
}
