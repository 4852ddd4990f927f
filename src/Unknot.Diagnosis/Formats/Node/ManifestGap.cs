using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A gap of the <see cref="Manifest"/>; as <see cref="Gap"/>.</summary>
internal sealed record ManifestGap(string Source, string Target, string Reason, string? Errno);
