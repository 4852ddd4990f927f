namespace Unknot.Bundles;

/// <summary>One file, or one link, of an input.</summary>
/// <param name="Path">Path as the report shows it: slashes, <c>archive!member</c> within archives.</param>
/// <param name="Modified">Modification time that the folder or archive tells; null when none.</param>
/// <param name="Content">The bytes; empty for a link.</param>
/// <param name="LinkTarget">What a symbolic link says; null for a file. Never followed.</param>
internal sealed record BundleEntry(string Path, DateTimeOffset? Modified, ReadOnlyMemory<byte> Content, string? LinkTarget = null);
