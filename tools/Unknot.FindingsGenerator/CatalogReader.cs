using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Unknot.FindingsGenerator;

/// <summary>Reads <c>findings.yaml</c> and reports everything that is wrong with it. Open this file first.</summary>
internal sealed partial class CatalogReader
{
    private readonly List<FindingSource> _findings = [];
    private readonly List<CatalogProblem> _problems = [];
    private readonly Dictionary<string, long> _lineOfReason = new(StringComparer.OrdinalIgnoreCase);

    private CatalogReader()
    {
    }

    /// <summary>Names of the components, and <c>*</c> for any.</summary>
    public static IReadOnlyList<string> AnyComponent { get; } =
        [.. typeof(Components).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!), "*"];

    /// <summary>What has a version: the components, and the Go toolchain.</summary>
    public static IReadOnlyList<string> Versioned { get; } = [.. AnyComponent.Where(name => name != "*"), "go"];

    /// <summary>The findings in the order of the source.</summary>
    public IReadOnlyList<FindingSource> Findings => _findings;

    /// <summary>What is wrong, by line.</summary>
    public IReadOnlyList<CatalogProblem> Problems => [.. _problems.OrderBy(problem => problem.Line)];

    /// <summary>Reads a source.</summary>
    /// <param name="yaml">Its text.</param>
    /// <returns>Findings and problems.</returns>
    public static CatalogReader Read(string yaml)
    {
        CatalogReader reader = new();
        foreach (YamlNode node in reader.Load(yaml)) reader.ReadFinding(new YamlMap(node, reader._problems));
        return reader;
    }

    private IEnumerable<YamlNode> Load(string yaml)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException broken)
        {
            _problems.Add(new CatalogProblem(broken.Start.Line, broken.Message));
            return [];
        }

        if (stream.Documents is [{ RootNode: YamlSequenceNode list }]) return list.Children;
        _problems.Add(new CatalogProblem(1, "the catalogue must be one list of findings"));
        return [];
    }

    private void ReadFinding(YamlMap map)
    {
        double threshold = map.Number("threshold") ?? 1;
        if (threshold is <= 0 or > 1) map.Report("'threshold' must be above 0 and at most 1", "threshold");
        bool isInferred = map.Flag("inferred");
        _findings.Add(new FindingSource(
            ReadReason(map),
            map.Word<FindingKind>("kind"),
            map.Word<FindingSeverity>("severity"),
            map.Word<FindingState>("state"),
            map.OneOf("component", AnyComponent) ?? map.Required("component"),
            ReadSentence(map, "title"),
            threshold,
            ReadClauses(map),
            ReadVersions(map),
            ReadSentence(map, "cause"),
            ReadSentence(map, "cure"),
            ReadStep(map),
            ReadReferences(map, isInferred),
            ReadCases(map),
            isInferred));
        map.ReportUnknownKeys();
    }

    private string ReadReason(YamlMap map)
    {
        string reason = map.Required("reason");
        if (!PascalCase().IsMatch(reason)) map.Report($"reason '{reason}' is not PascalCase", "reason");
        if (_lineOfReason.TryGetValue(reason, out long line)) map.Report($"reason '{reason}' stands in line {line} already", "reason");
        _lineOfReason.TryAdd(reason, map.Line);
        return reason;
    }

    private static string ReadSentence(YamlMap map, string key)
    {
        string text = map.Required(key);
        if (text.Length > 0 && !text.EndsWith('.')) map.Report($"'{key}' must end with a full stop", key);
        return text;
    }

    private List<ClauseSource> ReadClauses(YamlMap map)
    {
        List<ClauseSource> clauses = [.. map.Items("signature").Select(node => ClauseReader.Read(new YamlMap(node, _problems))).OfType<ClauseSource>()];
        if (clauses.Count == 0) map.Report("'signature' has no clause", "signature");
        if (clauses.Count > 0 && clauses.TrueForAll(clause => clause.Type == "VersionClause")) map.Report("a version alone is no signature", "signature");
        return clauses;
    }

    private VersionsSource? ReadVersions(YamlMap map)
    {
        if (map.Node("versions") is not { } node) return null;
        YamlMap versions = new(node, _problems);
        string words = ReadSentence(versions, "words");
        VersionsSource source = new(words, [.. versions.Items("affected").Select(item => ReadRange(new YamlMap(item, _problems)))]);
        versions.ReportUnknownKeys();
        return source;
    }

    /// <summary>Reads a range of versions, as it stands under <c>affected</c> and in a version clause.</summary>
    /// <param name="map">Its mapping.</param>
    /// <returns>The range.</returns>
    public static RangeSource ReadRange(YamlMap map)
    {
        string component = map.OneOf("component", Versioned) ?? map.Required("component");
        RangeSource range = new(component, map.Optional("from"), map.Optional("before"));
        if (range is { From: null, Before: null }) map.Report("a range needs 'from' or 'before'");
        bool hasFrom = VersionNumber.TryParse(range.From, out VersionNumber from);
        bool hasBefore = VersionNumber.TryParse(range.Before, out VersionNumber before);
        if (range.From is not null && !hasFrom) map.Report($"'{range.From}' is not a version", "from");
        if (range.Before is not null && !hasBefore) map.Report($"'{range.Before}' is not a version", "before");
        if (hasFrom && hasBefore && from.CompareTo(before) >= 0) map.Report($"'{range.From}' is not before '{range.Before}'", "before");
        map.ReportUnknownKeys();
        return range;
    }

    private StepSource ReadStep(YamlMap map)
    {
        if (map.Node("step") is not { } node)
        {
            map.Report("'step' is missing");
            return new StepSource(default, "", null, "", false);
        }

        YamlMap step = new(node, _problems);
        StepSource source = new(
            step.Word<RemediationAction>("action"), step.Required("target"), step.Optional("command"), ReadSentence(step, "impact"), step.Flag("inferred"));
        step.ReportUnknownKeys();
        return source;
    }

    private static IReadOnlyList<string> ReadReferences(YamlMap map, bool isInferred)
    {
        IReadOnlyList<string> references = map.Texts("references");
        foreach (string reference in references.Where(IsBad)) map.Report($"'{reference}' is not an https address", "references");
        if (references.Count == 0 && !isInferred) map.Report("a finding needs a reference, or 'inferred: true' where it is our own reading");
        return references;
    }

    private static bool IsBad(string reference) =>
        !Uri.TryCreate(reference, UriKind.Absolute, out Uri? address) || address.Scheme != "https" || !address.Host.Contains('.');

    private static List<long> ReadCases(YamlMap map)
    {
        List<long> cases = [];
        foreach (string text in map.Texts("cases"))
        {
            if (long.TryParse(text, out long number) && number > 0) cases.Add(number);
            else map.Report($"'{text}' is not the number of a case", "cases");
        }

        return cases;
    }

    [GeneratedRegex("^([A-Z][a-z0-9]+)+$")]
    private static partial Regex PascalCase();
}
