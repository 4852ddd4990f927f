namespace Unknot.Bundles.Redaction;

/// <summary>
/// Replaces secrets in documents before they are written: in JSON by key (<see cref="JsonSecrets"/>), elsewhere by pattern (<see cref="TextSecrets"/>). Open this
/// file first. Ids, digests and addresses, which evidence rests on, are no secrets. Not safe from several threads.
/// </summary>
internal sealed class Redactor
{
    private readonly AnchorFinder _anchors = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How many were replaced so far, by kind.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Replaces the secrets of one document.</summary>
    /// <param name="content">Its bytes; packed ones are left as they are.</param>
    /// <returns>The bytes without secrets; the same memory when there is none.</returns>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> content)
    {
        if (ContentKinds.Of(content.Span[..Math.Min(content.Length, ContentKinds.HeadLength)]) != ContentKind.Plain) return content;
        SecretList found = new();
        new Pass(_anchors, found).Find(content.Span);
        ReadOnlyMemory<byte> redacted = found.Apply(content);
        foreach ((SecretKind kind, long count) in found.Counts) _counts[kind.Word()] = _counts.GetValueOrDefault(kind.Word()) + count;
        return redacted;
    }

    /// <summary>Goes through one text: JSON where a line begins it, else text.</summary>
    internal sealed class Pass(AnchorFinder anchors, SecretList found, int nested = 0)
    {
        // A text of lines that only look like JSON must not cost an exception each.
        private const int MaxFailures = 1_000;

        public void Find(ReadOnlySpan<byte> text)
        {
            JsonSecrets json = new(anchors, found, nested);
            int at = 0, failures = 0;
            while (at < text.Length)
            {
                int start = at;
                if (failures < MaxFailures && JsonSecrets.MayBegin(text[at..]))
                {
                    at = json.Find(text, at, out bool isWhole);
                    if (!isWhole) failures++;
                }

                int end = failures < MaxFailures ? NextJson(text, Math.Max(at, start + 1)) : text.Length;
                TextSecrets.Find(text[at..end], at, anchors, found);
                at = end;
            }
        }

        private static int NextJson(ReadOnlySpan<byte> text, int from)
        {
            while (from < text.Length)
            {
                int line = text[from..].IndexOf((byte)'\n');
                if (line < 0) break;
                from += line + 1;
                if (JsonSecrets.MayBegin(text[from..])) return from;
            }

            return text.Length;
        }
    }
}
