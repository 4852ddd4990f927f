using System.Text.Json;
using Unknot.Bundles.Redaction;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Bundles;

/// <summary>The documents of a node as they go into a bundle: in a fixed order, secrets replaced, and the manifest saying so.</summary>
public sealed class BundleContent
{
    /// <summary>Name of the document that says what the bundle is.</summary>
    public const string ManifestName = "manifest.json";

    private BundleContent(IReadOnlyList<EvidenceDocument> documents, bool isRedacted, IReadOnlyDictionary<string, long> redacted) =>
        (Documents, IsRedacted, Redacted) = (documents, isRedacted, redacted);

    /// <summary>The documents; the manifest first, the others by name.</summary>
    public IReadOnlyList<EvidenceDocument> Documents { get; }

    /// <summary>False when secrets were left in on purpose.</summary>
    public bool IsRedacted { get; }

    /// <summary>How many secrets were replaced, by kind (<c>env</c>, <c>password</c>, …); empty when none.</summary>
    public IReadOnlyDictionary<string, long> Redacted { get; }

    /// <summary>Bytes of all documents.</summary>
    public long Bytes => Documents.Sum(d => (long)d.Content.Length);

    /// <summary>Prepares documents.</summary>
    /// <param name="documents">What was read.</param>
    /// <param name="redact">False leaves secrets in.</param>
    /// <returns>What is to be written, or to be diagnosed as if it had been.</returns>
    public static BundleContent Of(IEnumerable<EvidenceDocument> documents, bool redact = true)
    {
        ArgumentNullException.ThrowIfNull(documents);
        EvidenceDocument[] ordered = [.. documents.OrderBy(d => d.Path != ManifestName).ThenBy(d => d.Path, StringComparer.Ordinal)];
        Redactor redactor = new();
        if (redact) ordered = [.. ordered.Select(d => d with { Content = redactor.Redact(d.Content) })];
        if (ordered is [{ Path: ManifestName }, ..]) ordered[0] = Stamp(ordered[0], redact, redactor.Counts);
        return new BundleContent(ordered, redact, redactor.Counts);
    }

    private static EvidenceDocument Stamp(EvidenceDocument document, bool redact, IReadOnlyDictionary<string, long> counts)
    {
        try
        {
            if (JsonSerializer.Deserialize(document.Content.Span, NodeJson.Default.Manifest) is not { } manifest) return document;
            manifest = manifest with { Redaction = new ManifestRedaction { Applied = redact, Replaced = counts.Count > 0 ? counts : null } };
            return document with { Content = JsonSerializer.SerializeToUtf8Bytes(manifest, NodeJson.Default.Manifest) };
        }
        catch (JsonException)
        {
            // Not one of ours: it stays as it is.
            return document;
        }
    }
}
