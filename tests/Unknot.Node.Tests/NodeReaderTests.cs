using System.Text.Json;
using Unknot.Bundles;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Tests;

public sealed class NodeReaderTests
{
    [Fact]
    public void EachSource_IsToldOnceToStartAndOnceToEnd_AsTheManifestHasIt()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be read");
        List<SourceProgress> told = [];
        NodeCollection node = NodeReader.Read(new NodeOptions(), progress =>
        {
            lock (told) told.Add(progress);
        });
        Assert.Equal(BundleContent.ManifestName, node.Documents[0].Path);
        Manifest manifest = JsonSerializer.Deserialize(node.Documents[0].Content.Span, NodeJson.Default.Manifest)!;
        Assert.Equal(manifest.Sources!.Select(s => s.Name), node.Sources.Select(s => s.Source));
        Assert.Equal(manifest.Gaps!.Count, node.Gaps.Count);
        foreach (SourceProgress source in node.Sources)
        {
            Assert.Equal([null, source.Outcome], told.Where(t => t.Source == source.Source).Select(t => t.Outcome));
            Assert.Equal(source.Elapsed, told.Last(t => t.Source == source.Source).Elapsed);
        }
    }

    [Fact]
    public void CancelledReading_GivesWhatThereIs()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be read");
        NodeCollection node = NodeReader.Read(new NodeOptions(), null, new CancellationToken(canceled: true));
        Assert.Equal(BundleContent.ManifestName, node.Documents[0].Path);
        Assert.NotEmpty(node.Sources);
    }
}
