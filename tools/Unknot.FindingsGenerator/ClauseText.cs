using System.Globalization;

namespace Unknot.FindingsGenerator;

/// <summary>Gathers what a clause becomes in C#: property by property, only those that the source gives.</summary>
internal sealed class ClauseText
{
    private readonly List<(string Name, string Code)> _properties = [];

    /// <summary>Begins a clause.</summary>
    /// <param name="type">Its C# type.</param>
    public ClauseText(string type) => Type = type;

    /// <summary>Its C# type.</summary>
    public string Type { get; }

    /// <summary>What has to be there, in words.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Properties and the C# text of their values.</summary>
    public IReadOnlyList<(string Name, string Code)> Properties => _properties;

    /// <summary>Sets the words.</summary>
    public ClauseText Say(string words)
    {
        Words = words;
        return this;
    }

    /// <summary>Adds C# text.</summary>
    public void AddCode(string property, string code) => _properties.Add((property, code));

    /// <summary>Adds a text.</summary>
    public void Add(string property, string value) => AddCode(property, CatalogCode.Text(value));

    /// <summary>Adds a list.</summary>
    public void Add(string property, IReadOnlyList<string> values) => AddCode(property, CatalogCode.List(values.Select(CatalogCode.Text)));

    /// <summary>Adds a list unless it is empty.</summary>
    public void AddIfAny(string property, IReadOnlyList<string> values)
    {
        if (values.Count > 0) Add(property, values);
    }

    /// <summary>Reads and adds a text.</summary>
    public string? Text(YamlMap map, string key, string property)
    {
        string? value = map.Optional(key);
        if (value is not null) Add(property, value);
        return value;
    }

    /// <summary>Reads and adds one of some names; <c>*</c> means any and is left out.</summary>
    public string? Name(YamlMap map, string key, IReadOnlyCollection<string> names)
    {
        string? value = map.OneOf(key, names);
        if (value is not (null or "*")) Add("Component", value);
        return value;
    }

    /// <summary>Reads and adds a list.</summary>
    public IReadOnlyList<string> List(YamlMap map, string key, string property)
    {
        IReadOnlyList<string> values = map.Texts(key);
        AddIfAny(property, values);
        return values;
    }

    /// <summary>Reads and adds a number.</summary>
    public double? Number(YamlMap map, string key, string property)
    {
        double? value = map.Number(key);
        if (value is { } number) AddCode(property, number.ToString(CultureInfo.InvariantCulture));
        return value;
    }

    /// <summary>Reads and adds a flag.</summary>
    public bool Flag(YamlMap map, string key, string property)
    {
        bool value = map.Flag(key);
        if (value) AddCode(property, "true");
        return value;
    }
}
