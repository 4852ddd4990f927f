using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Unknot.FindingsGenerator;

/// <summary>Reads the keys of one YAML mapping strictly: what is missing, of the wrong kind or unknown becomes a problem with its line.</summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<CatalogProblem> _problems;

    /// <summary>Takes a node.</summary>
    /// <param name="node">The mapping; anything else is a problem and read as an empty mapping.</param>
    /// <param name="problems">Where problems go.</param>
    public YamlMap(YamlNode node, List<CatalogProblem> problems)
    {
        _problems = problems;
        Line = node.Start.Line;
        if (node is not YamlMappingNode map)
        {
            Report("a mapping (key: value) is expected here");
            return;
        }

        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = ((YamlScalarNode)key).Value ?? "";
            _values[name] = value;
            _lines[name] = key.Start.Line;
        }
    }

    /// <summary>Line where it begins.</summary>
    public long Line { get; }

    /// <summary>Names of its keys.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Adds a problem.</summary>
    /// <param name="text">What is wrong.</param>
    /// <param name="key">Key whose line it gets; null for the mapping's own.</param>
    public void Report(string text, string? key = null) =>
        _problems.Add(new CatalogProblem(key is not null && _lines.TryGetValue(key, out long line) ? line : Line, text));

    /// <summary>The node of a key; null when there is none.</summary>
    public YamlNode? Node(string key)
    {
        _read.Add(key);
        return _values.GetValueOrDefault(key);
    }

    /// <summary>The mapping that is a key's value.</summary>
    public YamlMap Inner(string key) => new(Node(key)!, _problems);

    /// <summary>A text that must be there.</summary>
    public string Required(string key)
    {
        string? text = Optional(key);
        if (string.IsNullOrWhiteSpace(text)) Report($"'{key}' is missing");
        return text ?? "";
    }

    /// <summary>A text; null when there is none.</summary>
    public string? Optional(string key)
    {
        YamlNode? node = Node(key);
        if (node is null or YamlScalarNode) return (node as YamlScalarNode)?.Value?.Trim();
        Report($"'{key}' must be a text", key);
        return null;
    }

    /// <summary>A name of an enum, case ignored.</summary>
    public T Word<T>(string key)
        where T : struct, Enum
    {
        string text = Required(key);
        if (Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)) return value;
        if (text.Length > 0) Report($"'{key}: {text}' is none of {string.Join(", ", Enum.GetNames<T>())}", key);
        return default;
    }

    /// <summary>One of some words; null when there is none.</summary>
    public string? OneOf(string key, IReadOnlyCollection<string> words)
    {
        string? text = Optional(key);
        if (text is not null && !words.Contains(text)) Report($"'{key}: {text}' is none of {string.Join(", ", words)}", key);
        return text;
    }

    /// <summary>A number that is not negative; null when there is none.</summary>
    public double? Number(string key)
    {
        string? text = Optional(key);
        if (text is null) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)) return number;
        Report($"'{key}: {text}' is not a number", key);
        return null;
    }

    /// <summary>True or false; false when there is none.</summary>
    public bool Flag(string key)
    {
        string? text = Optional(key);
        if (text is not (null or "true" or "false")) Report($"'{key}: {text}' is neither true nor false", key);
        return text == "true";
    }

    /// <summary>A list of texts; a single text counts as a list of one. Empty when there is none.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyCollection<string>? words = null)
    {
        List<string> texts = [];
        foreach (YamlNode item in Items(key, allowSingle: true))
        {
            if (item is not YamlScalarNode { Value: { Length: > 0 } text }) Report($"'{key}' must be a list of texts", key);
            else if (words is not null && !words.Contains(text)) Report($"'{key}: {text}' is none of {string.Join(", ", words)}", key);
            else texts.Add(text);
        }

        return texts;
    }

    /// <summary>The items of a list; empty when there is none.</summary>
    public IEnumerable<YamlNode> Items(string key, bool allowSingle = false)
    {
        YamlNode? node = Node(key);
        if (node is YamlSequenceNode list) return list.Children;
        if (node is YamlScalarNode && allowSingle) return [node];
        if (node is not null) Report($"'{key}' must be a list", key);
        return [];
    }

    /// <summary>Reports the keys that nobody has asked for. Called last.</summary>
    public void ReportUnknownKeys()
    {
        foreach (string key in _values.Keys.Where(key => !_read.Contains(key))) Report($"unknown key '{key}'", key);
    }
}
