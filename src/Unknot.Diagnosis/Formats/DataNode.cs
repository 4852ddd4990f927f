namespace Unknot.Diagnosis.Formats;

/// <summary>A value of a JSON or YAML document: text, list or map. Enough to read API objects, whichever way they were printed.</summary>
internal sealed class DataNode
{
    /// <summary>A value that is not there.</summary>
    public static DataNode Missing { get; } = new();

    /// <summary>Text of a scalar; null for lists, maps and null.</summary>
    public string? Text { get; init; }

    /// <summary>Items of a list; empty for the others.</summary>
    public IReadOnlyList<DataNode> Items { get; init; } = [];

    /// <summary>Members of a map; null for the others.</summary>
    public IReadOnlyDictionary<string, DataNode>? Map { get; init; }

    /// <summary>Line in the file, from 1; 0 when unknown (JSON).</summary>
    public long Line { get; init; }

    /// <summary>The member; <see cref="Missing"/> when there is none.</summary>
    public DataNode this[string name] => Map is not null && Map.TryGetValue(name, out DataNode? node) ? node : Missing;

    /// <summary>Text of a member; empty when there is none.</summary>
    public string Of(string name) => this[name].Text ?? "";
}
