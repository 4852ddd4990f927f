using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Unknot.Diagnosis.Formats;

/// <summary>Reads JSON and YAML into <see cref="DataNode"/>s. What a broken document had before it broke is not kept: half an API object misleads.</summary>
internal static class DataDocuments
{
    private const int MaxDepth = 64, MaxNodes = 5_000_000;

    /// <summary>All documents of a text; empty when it is neither JSON nor YAML with API objects.</summary>
    public static IReadOnlyList<DataNode> Read(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> start = content.Span.TrimStart(" \t\r\n\uFEFF"u8);
        if (start.Length == 0) return [];
        if (start[0] is (byte)'{' or (byte)'[') return ReadJson(content[^start.Length..]);
        return LooksLikeYaml(start) ? ReadYaml(Encoding.UTF8.GetString(start)) : [];
    }

    /// <summary>API objects as kubectl prints them begin with their version, kind or metadata.</summary>
    private static bool LooksLikeYaml(ReadOnlySpan<byte> start) =>
        start.StartsWith("apiVersion:"u8) || start.StartsWith("---"u8) || start.StartsWith("kind:"u8) || start.StartsWith("items:"u8) || start.StartsWith("metadata:"u8);

    private static List<DataNode> ReadJson(ReadOnlyMemory<byte> content)
    {
        List<DataNode> documents = [];
        try
        {
            Utf8JsonReader reader = new(content.Span, new JsonReaderOptions
            {
                AllowMultipleValues = true,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = MaxDepth,
            });
            while (reader.Read()) documents.Add(OfJson(ref reader));
        }
        catch (JsonException)
        {
            // Whole documents before the broken one stay.
        }

        return documents;
    }

    private static DataNode OfJson(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Dictionary<string, DataNode> map = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = TextOf(ref reader);
                    reader.Read();
                    map[name] = OfJson(ref reader);
                }

                return new DataNode { Map = map };
            case JsonTokenType.StartArray:
                List<DataNode> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(OfJson(ref reader));
                return new DataNode { Items = items };
            case JsonTokenType.String:
                return new DataNode { Text = TextOf(ref reader) };
            case JsonTokenType.Null:
                return DataNode.Missing;
            default:
                return new DataNode { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    /// <summary>A string with a lone surrogate escape or broken UTF-8 cannot be had as text; its bytes can.</summary>
    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static List<DataNode> ReadYaml(string text)
    {
        List<DataNode> documents = [];
        int nodes = 0;
        try
        {
            Parser parser = new(new StringReader(text));
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart && parser.MoveNext()) documents.Add(OfYaml(parser, 0, ref nodes));
            }
        }
        catch (YamlException)
        {
            // As with JSON.
        }

        return documents;
    }

    /// <summary>Stands on a node's first event and leaves on its last. Aliases count as missing: API objects have none, bombs have many.</summary>
    private static DataNode OfYaml(Parser parser, int depth, ref int nodes)
    {
        if (depth > MaxDepth || ++nodes > MaxNodes) throw new YamlException("too deep or too large");
        long line = parser.Current!.Start.Line;
        switch (parser.Current)
        {
            case Scalar scalar:
                return scalar is { IsPlainImplicit: true, Value: "null" or "~" or "" } ? DataNode.Missing : new DataNode { Text = scalar.Value, Line = line };
            case SequenceStart:
                List<DataNode> items = [];
                while (parser.MoveNext() && parser.Current is not SequenceEnd) items.Add(OfYaml(parser, depth + 1, ref nodes));
                return new DataNode { Items = items, Line = line };
            case MappingStart:
                Dictionary<string, DataNode> map = new(StringComparer.Ordinal);
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    string key = OfYaml(parser, depth + 1, ref nodes).Text ?? "";
                    if (!parser.MoveNext()) break;
                    map[key] = OfYaml(parser, depth + 1, ref nodes);
                }

                return new DataNode { Map = map, Line = line };
            default:
                return DataNode.Missing;
        }
    }
}
