namespace Unknot.Bundles;

/// <summary>
/// A file of a bundle before it is on any disk: what a source of the live node read, under the name that it has in a bundle. A node is
/// diagnosed from its documents as a bundle is from its files, so that both give the same report.
/// </summary>
/// <param name="Path">Name within the bundle, with slashes: <c>proc.jsonl</c>, <c>docker/1834/containers.json</c>.</param>
/// <param name="Content">The bytes.</param>
/// <param name="TakenAt">When it was read.</param>
public sealed record EvidenceDocument(string Path, ReadOnlyMemory<byte> Content, DateTimeOffset TakenAt);
