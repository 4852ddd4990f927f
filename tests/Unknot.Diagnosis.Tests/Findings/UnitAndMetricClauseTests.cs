using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Formats;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class UnitAndMetricClauseTests
{
    private const string Relist = "kubelet_pleg_relist_duration_seconds", LastSeen = "kubelet_pleg_last_seen_seconds";
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly EvidenceSnapshot _snapshot = new();

    // Taken at s_now.
    private static EvidenceSnapshot Metrics(string text, bool isFileTime = false)
    {
        EvidenceSnapshot snapshot = new();
        MetricsFormat.Read(new FormatInput(TextDocument.Of(text), new EvidenceFile("metrics", "kubelet.metrics") { CollectedAt = s_now, IsModificationTime = isFileTime }, snapshot));
        return snapshot;
    }

    private static string Seen(double secondsAgo) => FormattableString.Invariant($"{LastSeen} {s_now.ToUnixTimeSeconds() - secondsAgo}");

    [Fact]
    public void Unit_OfThatNameAndState_IsFound()
    {
        _snapshot.Units.Add(new UnitEvidence("docker.service", "loaded", "failed", "failed", 88, Origin));
        ClauseHit? hit = Find(new UnitClause { Words = "", Names = ["kubelet.service", "docker.service"], Active = ["failed"] }, _snapshot);
        Assert.Equal(("docker.service is failed (failed)", 88), (hit!.Text, hit.Pid));
        Assert.Null(Find(new UnitClause { Words = "", Names = ["kubelet.service"], Active = ["failed"] }, _snapshot));
        Assert.Null(Find(new UnitClause { Words = "", Names = ["docker.service"], Active = ["activating"] }, _snapshot));
    }

    [Fact]
    public void Units_AsManyAsThat_AreFound()
    {
        UnitClause many = new() { Words = "", MinLoaded = 120_000 };
        Assert.Null(Find(many, _snapshot));
        _snapshot.UnitCount = 131_071;
        Assert.NotNull(Find(many, _snapshot));
    }

    [Fact]
    public void WaitingJobs_SayWhatRuns()
    {
        _snapshot.UnitJobs.Add(new UnitJobEvidence(1, "docker.service", "stop", "running", Origin));
        _snapshot.UnitJobs.Add(new UnitJobEvidence(2, "kubelet.service", "start", "waiting", Origin));
        Assert.Null(Find(new UnitJobClause { Words = "", MinCount = 2 }, _snapshot));
        Assert.Contains("stop of docker.service is running", Find(new UnitJobClause { Words = "", MinCount = 1 }, _snapshot)!.Text);
    }

    [Theory]
    [InlineData(200, false, true)]
    [InlineData(179, false, false)]
    [InlineData(200, true, true)]
    [InlineData(90_000, true, false)]
    [InlineData(90_000, false, true)]
    public void Moment_TooLongAgo_ByTheTimeOfTheSample(double secondsAgo, bool isFileTime, bool isFound) =>
        Assert.Equal(isFound, Find(new MetricClause { Words = "", Series = LastSeen, MinAgeSeconds = 180 }, Metrics(Seen(secondsAgo), isFileTime)) is not null);

    [Fact]
    public void Moment_WithoutTheTimeOfTheSample_IsNotJudged()
    {
        EvidenceSnapshot snapshot = FormatRunWithoutTime(Seen(200));
        Assert.Null(Find(new MetricClause { Words = "", Series = LastSeen, MinAgeSeconds = 180 }, snapshot));
    }

    [Theory]
    [InlineData(98, true)]
    [InlineData(100, false)]
    public void Histogram_WithSlowObservations(int withinTen, bool isFound)
    {
        EvidenceSnapshot snapshot = Metrics($"{Relist}_bucket{{le=\"2.5\"}} 90\n{Relist}_bucket{{le=\"10\"}} {withinTen}\n{Relist}_bucket{{le=\"+Inf\"}} 100\n{Relist}_count 100\n");
        ClauseHit? hit = Find(new MetricClause { Words = "", Series = Relist, SlowerThanSeconds = 10 }, snapshot);
        Assert.Equal(isFound, hit is not null);
        if (isFound) Assert.Contains("2 of 100", hit!.Text);
    }

    [Fact]
    public void SilentPleg_KeepsANodeFromBeingCalledClear()
    {
        EvidenceSnapshot snapshot = Metrics(Seen(200));
        Assert.Contains(Diagnoser.Diagnose(snapshot).Remarks, r => r.Contains("not ready by the kubelet's own word", StringComparison.Ordinal));
    }

    private static EvidenceSnapshot FormatRunWithoutTime(string text)
    {
        EvidenceSnapshot snapshot = new();
        MetricsFormat.Read(new FormatInput(TextDocument.Of(text), new EvidenceFile("metrics", "kubelet.metrics"), snapshot));
        return snapshot;
    }
}
