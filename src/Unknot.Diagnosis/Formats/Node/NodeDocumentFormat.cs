using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>
/// A form of our own for what no command prints well: JSON that begins with <c>{"schemaVersion":"unknot.dev/NAME/v1"</c>. Lines of JSON where
/// the first line is the head. Written by <c>Unknot.Node</c>, documented in <c>docs/formats/bundle.md</c>.
/// </summary>
/// <param name="Source">Kind of evidence, as the report names it.</param>
/// <param name="SchemaVersion">What the document says it is.</param>
/// <param name="Read">Reads it into the snapshot; a line that is not understood is passed over and counted as a gap.</param>
internal sealed record NodeDocumentFormat(string Source, string SchemaVersion, Action<ReadOnlyMemory<byte>, EvidenceFile, EvidenceSnapshot> Read)
{
    private static readonly NodeDocumentFormat[] s_all =
    [
        new("manifest", ManifestFormat.SchemaVersion, ManifestFormat.Read),
        new("proc", ProcessTableFormat.SchemaVersion, ProcessTableFormat.Read),
        new("unix-sockets", SocketTableFormat.SchemaVersion, SocketTableFormat.Read),
        new("probes", ProbeFormat.SchemaVersion, ProbeFormat.Read),
        new("limits", LimitFormat.SchemaVersion, LimitFormat.Read),
    ];

    /// <summary>The form that the content names; null for any other content.</summary>
    public static NodeDocumentFormat? Of(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("{\"schemaVersion\":\"unknot.dev/"u8)) return null;
        ReadOnlySpan<byte> rest = content["{\"schemaVersion\":\""u8.Length..];
        int end = rest[..Math.Min(rest.Length, 100)].IndexOf((byte)'"');
        if (end < 0) return null;
        string told = System.Text.Encoding.UTF8.GetString(rest[..end]);
        return Array.Find(s_all, f => f.SchemaVersion == told);
    }
}
