using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>There is a mount of a type.</summary>
internal sealed record MountClause : SignatureClause
{
    /// <summary>File-system types of which one is enough; <c>fuse</c> also means <c>fuse.sshfs</c> and so on.</summary>
    public required IReadOnlyList<string> FileSystems { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        MountEvidence? mount = evidence.Snapshot.Mounts.FirstOrDefault(candidate => FileSystems.Any(type => IsType(candidate.FileSystem, type)));
        return mount is null ? null : ClauseHit.At($"{mount.Source} is mounted on {mount.Target} ({mount.FileSystem})", mount.Origin);
    }

    private static bool IsType(string fileSystem, string type) =>
        fileSystem == type || (fileSystem.Length > type.Length && fileSystem[type.Length] == '.' && fileSystem.StartsWith(type, StringComparison.Ordinal));
}
