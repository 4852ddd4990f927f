using System.Text;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Sources;

public sealed class SourceRunTests
{
    [Fact]
    public void SourceThatHangs_IsLeftAtItsDeadlineAndWhatItHadGivenIsKept()
    {
        using ManualResetEventSlim never = new(), late = new();
        (SourceRun run, _) = Run((sink, _) =>
        {
            sink.Add("early.txt", Encoding.UTF8.GetBytes("x"));
            sink.Doing = "reading /dead/mount";
            never.Wait();
            sink.Add("late.txt", Encoding.UTF8.GetBytes("x"));
            late.Set();
        });
        Assert.Equal(SourceOutcome.TimedOut, run.Outcome);
        Assert.Contains("reading /dead/mount", Assert.Single(run.Sink.Gaps).Reason);
        never.Set();
        late.Wait();
        Assert.Equal(["early.txt"], run.Sink.Documents.Select(d => d.Path));
    }

    [Fact]
    public void SourceThatThrows_HasFailedAndSaysWhy()
    {
        (SourceRun run, _) = Run((_, _) => throw new InvalidDataException("odd"));
        Assert.Equal(SourceOutcome.Failed, run.Outcome);
        Assert.Equal("InvalidDataException: odd", Assert.Single(run.Sink.Gaps).Reason);
    }

    [Fact]
    public void SourceThatGivesTooMuch_IsCutAtItsLimit()
    {
        (SourceRun run, NodeOptions options) = Run((sink, _) =>
        {
            for (int i = 0; i < 5; i++) sink.Add($"{i}.txt", new byte[400]);
        });
        Assert.Equal(SourceOutcome.Complete, run.Outcome);
        Assert.True(run.Sink.Documents.Sum(d => d.Content.Length) <= options.MaxBytesPerSource);
        Assert.Contains("limit", Assert.Single(run.Sink.Gaps).Reason);
    }

    private static (SourceRun Run, NodeOptions Options) Run(Action<SourceSink, CancellationToken> read)
    {
        NodeOptions options = new() { MaxBytesPerSource = 1000, Only = new HashSet<string>() };
        NodeScan scan = new(options, CancellationToken.None);
        SourceRun run = SourceRun.Start(new FakeSource(read), scan, null);
        run.WaitUntilDone();
        return (run, options);
    }

    /// <summary>A source that does what the test wants.</summary>
    private sealed class FakeSource(Action<SourceSink, CancellationToken> read) : INodeSource
    {
        public string Name => "fake";

        public TimeSpan Deadline => TimeSpan.FromMilliseconds(300);

        public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation) => read(sink, cancellation);
    }
}
