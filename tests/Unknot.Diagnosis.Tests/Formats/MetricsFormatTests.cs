using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class MetricsFormatTests
{
    private const string Text = """
        # HELP go_goroutines Number of goroutines that currently exist.
        # TYPE go_goroutines gauge
        go_goroutines 412
        # HELP kubelet_pleg_last_seen_seconds [ALPHA] Timestamp in seconds when PLEG was last seen active.
        # TYPE kubelet_pleg_last_seen_seconds gauge
        kubelet_pleg_last_seen_seconds 1.7636544e+09
        # TYPE kubelet_pleg_relist_duration_seconds histogram
        kubelet_pleg_relist_duration_seconds_bucket{le="0.005"} 3
        kubelet_pleg_relist_duration_seconds_bucket{le="10"} 98
        kubelet_pleg_relist_duration_seconds_bucket{le="+Inf"} 100
        kubelet_pleg_relist_duration_seconds_sum 421.25
        kubelet_pleg_relist_duration_seconds_count 100
        kubelet_runtime_operations_total{operation_type="list_containers"} 5123 1763654400123
        kubelet_runtime_operations_errors_total{operation_type="odd \"name\", with }"} 7
        kubelet_running_pods NaN
        """;

    [Fact]
    public void SeriesOfThePlegAndTheRuntime_AreKept()
    {
        Assert.True(MetricsFormat.Recognise(TextDocument.Of(Text)));
        EvidenceSnapshot snapshot = FormatRun.Read(MetricsFormat.Read, Text);
        Assert.Equal(8, snapshot.Metrics.Count);
        Assert.Equal(("kubelet_pleg_last_seen_seconds", 1_763_654_400d, 6L), (snapshot.Metrics[0].Name, snapshot.Metrics[0].Value, snapshot.Metrics[0].Origin.Line));
        Assert.Equal(("10", 98d), (snapshot.Metrics[2].Labels["le"], snapshot.Metrics[2].Value));
        Assert.Equal(("list_containers", 5_123d), (snapshot.Metrics[6].Labels["operation_type"], snapshot.Metrics[6].Value));
        Assert.Equal(("odd \"name\", with }", 7d), (snapshot.Metrics[7].Labels["operation_type"], snapshot.Metrics[7].Value));
    }

    [Theory]
    [InlineData("kubelet_pleg_last_seen_seconds")]
    [InlineData("kubelet_pleg_x{le=\"0.1\" 3")]
    [InlineData("kubelet_pleg_x{le=\"0.1")]
    [InlineData("kubelet_pleg_x{le=\"0.1\"}")]
    [InlineData("kubelet_pleg_x{} many")]
    public void BrokenSamples_AreLeftOut(string line) => Assert.Empty(FormatRun.Read(MetricsFormat.Read, line).Metrics);
}
