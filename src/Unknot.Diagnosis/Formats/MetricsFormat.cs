using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// The kubelet's <c>/metrics</c>, Prometheus text format 0.0.4. Kept are the series that tell when the PLEG last came round, how long a relist and
/// a call to the runtime take, and how many of these fail (pkg/kubelet/metrics/metrics.go).
/// </summary>
internal static class MetricsFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "metrics";

    private const int MaxSamples = 10_000;

    private static readonly string[] s_kept = ["kubelet_pleg_", "kubelet_runtime_operations_", "kubelet_running_", "kubelet_evented_pleg_"];

    /// <summary>True when one of the kept series stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => IsKept(line) && Sample(line) is not null);

    /// <summary>Reads all samples of the kept series.</summary>
    public static void Read(FormatInput input)
    {
        int samples = 0;
        for (int i = 0; i < input.Text.Lines.Count && samples < MaxSamples; i++)
        {
            string line = input.Text.Lines[i];
            if (!IsKept(line) || Sample(line) is not { } sample) continue;
            samples++;
            input.Snapshot.Metrics.Add(new MetricEvidence(sample.Name, sample.Labels, sample.Value, input.Origin(i)));
        }
    }

    private static bool IsKept(string line) => Array.Exists(s_kept, prefix => line.StartsWith(prefix, StringComparison.Ordinal));

    // name [{label="value",…}] value [timestamp in ms]
    private static (string Name, IReadOnlyDictionary<string, string> Labels, double Value)? Sample(string line)
    {
        int end = line.AsSpan().IndexOfAny('{', ' ', '\t');
        if (end <= 0) return null;
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        int at = end;
        if (line[end] == '{' && !TryLabels(line, ref at, labels)) return null;
        string[] words = line[at..].Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && Number(words[0]) is { } value ? (line[..end], labels, value) : null;
    }

    private static bool TryLabels(string line, ref int at, SortedDictionary<string, string> labels)
    {
        at++;
        while (at < line.Length && line[at] != '}')
        {
            int equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0) return false;
            string name = line[at..equals].Trim(' ', ',');
            int close = EndOfValue(line, equals + 2);
            if (close < 0) return false;
            labels[name] = line[(equals + 2)..close].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            at = close + 1;
            while (at < line.Length && line[at] is ',' or ' ') at++;
        }

        at++;
        return at < line.Length;
    }

    private static int EndOfValue(string line, int from)
    {
        for (int i = from; i < line.Length; i++)
        {
            if (line[i] == '\\') i++;
            else if (line[i] == '"') return i;
        }

        return -1;
    }

    private static double? Number(string word) => word switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null,
    };
}
