using System.Text;
using Unknot.Bundles;
using Unknot.Node.KernelLog;

namespace Unknot.Node.Tests.KernelLog;

public sealed class KernelLogSourceTests
{
    [Fact]
    public void Ring_IsReadToItsEndOrAGapSaysWhyNot()
    {
        NodeCollection node = NodeReader.Read(new NodeOptions { Only = new HashSet<string> { KernelLogSource.SourceName } });

        EvidenceDocument? log = node.Documents.FirstOrDefault(d => d.Path == "kernel.log");
        string manifest = Encoding.UTF8.GetString(node.Documents[0].Content.Span);
        if (log is null)
        {
            Assert.Contains("/dev/kmsg", manifest);
            return;
        }

        Assert.DoesNotContain("ETIMEDOUT", manifest);
        string[] lines = Encoding.UTF8.GetString(log.Content.Span).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches(@"^\[\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4}\](\[ *[CT]\d+\])? ", line));
    }
}
