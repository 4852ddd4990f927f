using System.Globalization;
using System.Text.Json;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A request to a daemon came out like this. All conditions given hold for the same request.</summary>
internal sealed record ProbeClause : SignatureClause
{
    /// <summary>Whom it asked; null for anybody.</summary>
    public string? Component { get; init; }

    /// <summary>What it asked; null for anything.</summary>
    public string? Call { get; init; }

    /// <summary>Name of a <see cref="ProbeOutcome"/> in camelCase; null for any.</summary>
    public string? Outcome { get; init; }

    /// <summary>Name of a number that the answer told; null where none is asked for.</summary>
    public string? Value { get; init; }

    /// <summary>The number is above this.</summary>
    public double Above { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        ProbeEvidence? probe = evidence.Snapshot.Probes.FirstOrDefault(IsMeant);
        return probe is null ? null : new ClauseHit(Describe(probe), [probe.Origin], probe.Pid, probe.ContainerId);
    }

    private bool IsMeant(ProbeEvidence probe) =>
        (Component is null || probe.Component == Component)
        && (Call is null || probe.Call == Call)
        && (Outcome is null || JsonNamingPolicy.CamelCase.ConvertName(probe.Outcome.ToString()) == Outcome)
        && (Value is null || (probe.Values.TryGetValue(Value, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > Above));

    private string Describe(ProbeEvidence probe)
    {
        string pid = probe.Pid is { } number ? $" ({number})" : "";
        string value = Value is null ? "" : $", {Value} {probe.Values[Value]}";
        string outcome = probe.Outcome switch
        {
            ProbeOutcome.Answered => $"answered after {probe.Duration.TotalMilliseconds:0} ms",
            ProbeOutcome.TimedOut => $"no answer within {probe.Duration.TotalSeconds:0.0} s",
            ProbeOutcome.Refused => "refused",
            _ => "failed",
        };
        return $"{probe.Component}{pid} was asked for {probe.Call}: {outcome}{value}";
    }
}
