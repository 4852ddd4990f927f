using System.Globalization;
using System.Text;
using Unknot.Node.Linux;

namespace Unknot.Node.Pleg;

/// <summary>Pressure stall information of one resource (<c>Documentation/accounting/psi.rst</c>): share of the last 10 s in which some, or all, tasks waited for it.</summary>
/// <param name="Resource"><c>cpu</c>, <c>memory</c>, <c>io</c>.</param>
/// <param name="Some">Percent.</param>
/// <param name="Full">Percent; null where the kernel does not tell it.</param>
internal sealed record PressureSample(string Resource, double Some, double? Full)
{
    private static readonly string[] s_resources = ["cpu", "memory", "io"];

    /// <summary>Reads all three; those that cannot be read are left out.</summary>
    public static IReadOnlyList<PressureSample> Read(string procRoot)
    {
        List<PressureSample> samples = [];
        foreach (string resource in s_resources)
        {
            if (Parse(resource, Encoding.UTF8.GetString(ProcFile.Read($"{procRoot}/pressure/{resource}", out _))) is { } sample) samples.Add(sample);
        }

        return samples;
    }

    /// <summary>Parses one file; null when it is none.</summary>
    public static PressureSample? Parse(string resource, string text)
    {
        double? some = null, full = null;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words.Length < 2 || !words[1].StartsWith("avg10=", StringComparison.Ordinal)) continue;
            if (!double.TryParse(words[1].AsSpan(6), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)) continue;
            if (words[0] == "some") some = percent;
            if (words[0] == "full") full = percent;
        }

        return some is { } told ? new PressureSample(resource, told, full) : null;
    }
}
