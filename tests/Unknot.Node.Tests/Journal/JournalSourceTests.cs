using System.Text;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Journal;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Journal;

public sealed class JournalSourceTests
{
    private const string Pleg = "E1124 09:00:00.000001     711 kubelet.go:1950] skipping pod synchronization - PLEG is not healthy: pleg was last seen active 3m1.1s ago; threshold is 3m0s";

    private const string Dump = """
        goroutine 1 [chan receive, 5 minutes]:
        main.main()
        	/src/main.go:10 +0x1a

        goroutine 7 [select, 5 minutes]:
        main.serve(0xc000010000)
        	/src/main.go:20 +0x1a
        """;

    [Fact]
    public void EntriesOfTheStack_AreEvidenceAndOthersAreLeftOut()
    {
        using TestJournal journal = TestJournal.Start();
        journal.Write("cron", "a line of another program");
        journal.Write("kubelet", Pleg);
        journal.Write("containerd", Dump);
        journal.Write("systemd", "Failed to propagate agent release message: Operation not supported");
        journal.Sync();

        EvidenceDocument[] documents = Read(journal, DateTimeOffset.UtcNow.AddMinutes(-5));

        Assert.Equal(["containerd.log", "kubelet.log", "systemd.log"], documents.Select(d => d.Path));
        EvidenceSnapshot snapshot = BundleReader.Read(documents);
        LogEvidence pleg = Assert.Single(snapshot.Logs, l => l.Kind == "pleg-unhealthy");
        Assert.Equal((Components.Kubelet, Environment.ProcessId), (pleg.Component, pleg.Pid!.Value));
        Assert.InRange(pleg.Time!.Value, DateTimeOffset.UtcNow.AddDays(-400), DateTimeOffset.UtcNow.AddDays(1));
        Assert.Contains(snapshot.Logs, l => l.Kind == "systemd-release-not-supported");
        DumpEvidence dump = Assert.Single(snapshot.Dumps);
        Assert.Equal((Components.Containerd, 2), (dump.Component, dump.Dump.Count));
    }

    [Fact]
    public void EntriesBeforeTheWindow_AreLeftOut()
    {
        using TestJournal journal = TestJournal.Start();
        journal.Write("kubelet", Pleg);
        journal.Sync();

        Assert.Empty(Read(journal, DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Fact]
    public void NodeWithAJournald_HasItsJournalRead()
    {
        using TestJournal journal = TestJournal.Start();
        string marker = Guid.NewGuid().ToString();
        journal.Write("dockerd", marker);
        journal.Sync();

        NodeCollection node = NodeReader.Read(new NodeOptions { Only = new HashSet<string> { JournalSource.SourceName, ProcessSource.SourceName }, Deadline = TimeSpan.FromSeconds(60) });

        EvidenceDocument log = Assert.Single(node.Documents, d => d.Path.StartsWith("journal/", StringComparison.Ordinal) && d.Path.EndsWith("dockerd.log", StringComparison.Ordinal) && Encoding.UTF8.GetString(d.Content.Span).Contains(marker, StringComparison.Ordinal));
        Assert.Matches($@"^\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z \S+ dockerd\[{Environment.ProcessId}\]: {marker}\n$", Encoding.UTF8.GetString(log.Content.Span));
    }

    private static EvidenceDocument[] Read(TestJournal journal, DateTimeOffset since)
    {
        using JournalFolder folder = JournalFolder.Of("/proc", journal.Pid, []);
        Assert.NotEmpty(folder.Files);
        SourceSink sink = new("journal", 64 << 20);
        JournalReading reading = new(since, NamespacePids.Of("/proc", new ProcessTable(), journal.Pid), TimeSpan.FromSeconds(30));
        reading.Read(folder, sink, default);
        Assert.Empty(sink.Gaps);
        return [.. reading.Texts.Select(t => new EvidenceDocument(t.Key + ".log", t.Value.Print(), DateTimeOffset.UtcNow))];
    }
}
