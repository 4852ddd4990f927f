using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>A file, or the part of one below a line that names another file, and the formats found in it.</summary>
internal sealed partial class EvidenceSection
{
    private readonly TextDocument _text;
    private readonly ProcPath? _place;

    private EvidenceSection(TextDocument text, ProcPath? place)
    {
        _text = text;
        _place = place;
        Formats = [.. TextFormat.All.Where(format => format.Recognise(text, place))];
    }

    /// <summary>Formats found.</summary>
    public IReadOnlyList<TextFormat> Formats { get; }

    /// <summary>Splits at <c>==&gt; name &lt;==</c> (head, tail) and <c># cat name</c>.</summary>
    public static List<EvidenceSection> Split(TextDocument text, ProcPath? place)
    {
        List<EvidenceSection> sections = [];
        int start = 0;
        ProcPath? current = place;
        bool isNamed = false;
        for (int i = 0; i < text.Lines.Count; i++)
        {
            if (text.Lines[i].Length > 400) continue;
            string? name = NameOf(text.Lines[i]);
            if (name is null && !(isNamed && AnyPrompt().IsMatch(text.Lines[i]))) continue;
            if (i > start) sections.Add(new EvidenceSection(text.Section(start, i), current));
            isNamed = name is not null;
            start = isNamed ? i + 1 : i;
            current = (name is null ? null : ProcPath.Of(name)) ?? place;
        }

        if (start < text.Lines.Count || start == 0) sections.Add(new EvidenceSection(start == 0 ? text : text.Section(start, text.Lines.Count), current));
        return sections;
    }

    /// <summary>Reads all formats.</summary>
    public void Read(EvidenceFile file, EvidenceSnapshot snapshot, DateTimeOffset? reference)
    {
        FormatInput input = new(_text, file, snapshot, _place, reference);
        foreach (TextFormat format in Formats) format.Read(input);
    }

    private static string? NameOf(string line)
    {
        Match match = Banner().Match(line);
        if (!match.Success) match = Prompt().Match(line);
        return match.Success ? match.Groups["name"].Value : null;
    }

    [GeneratedRegex(@"^==> (?<name>\S+) <==\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Banner();

    /// <summary>The next command ends what the one before printed.</summary>
    [GeneratedRegex(@"^(?:\[?[\w.-]+@[\w.-]+[^#$]{0,80}[#$]|[#$]) ?\w", RegexOptions.CultureInvariant)]
    private static partial Regex AnyPrompt();

    [GeneratedRegex(@"^(?:\[?[\w.-]+@[\w.-]+[^#$]{0,80}[#$]|[#$])\s*(?:sudo )?cat (?<name>/\S+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Prompt();
}
