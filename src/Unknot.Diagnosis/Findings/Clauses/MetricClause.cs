using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A series of the kubelet's metrics: a moment too long ago, or a histogram with slow observations.</summary>
internal sealed record MetricClause : SignatureClause
{
    private const string Le = "le";
    private const double MaxAgeByFileTime = 3_600;

    /// <summary>Name of the series, of a histogram without <c>_bucket</c>.</summary>
    public required string Series { get; init; }

    /// <summary>The value is a moment (seconds since 1970) at least so many seconds before the sample was taken; 0 where it is no moment.</summary>
    public double MinAgeSeconds { get; init; }

    /// <summary>A histogram with at least one observation above so many seconds; 0 where it is none.</summary>
    public double SlowerThanSeconds { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        foreach (MetricEvidence sample in evidence.Snapshot.Metrics)
        {
            if (SlowerThanSeconds > 0)
            {
                if (sample.Name == Series + "_count" && Slow(evidence.Snapshot, sample) is > 0 and var slow)
                    return ClauseHit.At($"{Series}: {Text(slow)} of {Text(sample.Value)} took more than {Text(SlowerThanSeconds)} s", sample.Origin);
            }
            else if (sample.Name == Series && AgeOf(sample) is { } age && age >= MinAgeSeconds)
            {
                return ClauseHit.At($"{Series} is {Text(Math.Floor(age))} s old", sample.Origin);
            }
        }

        return null;
    }

    /// <summary>Zero means that it was never set; then the whole time since 1970 is its age, which is what the kubelet prints too.</summary>
    private static double? AgeOf(MetricEvidence sample)
    {
        if (sample.Origin.File.CollectedAt is not { } at || !double.IsFinite(sample.Value) || sample.Value < 0) return null;
        double age = (at - DateTimeOffset.UnixEpoch).TotalSeconds - sample.Value;
        // The time of a file may be that of a later copy.
        return sample.Origin.File.IsModificationTime && age > MaxAgeByFileTime && sample.Value > 0 ? null : age;
    }

    // Buckets are cumulative: what is not in the largest one up to the bound is above it.
    private double Slow(EvidenceSnapshot snapshot, MetricEvidence count)
    {
        double within = -1, bound = -1;
        foreach (MetricEvidence bucket in snapshot.Metrics)
        {
            if (bucket.Name != Series + "_bucket" || bucket.Origin.File != count.Origin.File || !bucket.Labels.TryGetValue(Le, out string? le) || !IsSameSeries(bucket, count)) continue;
            if (!double.TryParse(le, NumberStyles.Float, CultureInfo.InvariantCulture, out double upTo) || upTo < SlowerThanSeconds || (bound >= 0 && upTo >= bound)) continue;
            (within, bound) = (bucket.Value, upTo);
        }

        return within < 0 ? 0 : count.Value - within;
    }

    private static bool IsSameSeries(MetricEvidence bucket, MetricEvidence count) => bucket.Labels.Where(l => l.Key != Le).SequenceEqual(count.Labels);

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
