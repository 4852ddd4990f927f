using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>Lines of JSON after a head line. A cut or broken line costs that line alone.</summary>
internal static class JsonLines
{
    /// <summary>Hands out each line's record with its line number, from 2.</summary>
    public static void Read<T>(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot, JsonTypeInfo<T> type, Action<T, Provenance> take)
        where T : class
    {
        ReadOnlySpan<byte> rest = content.Span;
        long line = 0;
        int broken = 0;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            line++;
            if (line == 1 || text.IsEmpty) continue;
            if (TryRead(text, type) is { } record) take(record, new Provenance(file, line));
            else broken++;
        }

        if (broken > 0) snapshot.Gaps.Add(new Gap(file.Source, file.Path, $"{broken} line(s) are no {type.Type.Name}: passed over"));
    }

    private static T? TryRead<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
