namespace Unknot.Diagnosis.Evidence;

/// <summary>A file or probe that evidence was read from. One object per file, shared by all facts in it.</summary>
/// <param name="Source">What kind it was recognised as: <c>goroutine-dump</c>, <c>ps</c>, <c>ss</c>, <c>proc</c>, <c>mount</c>, <c>log</c>, <c>kernel-log</c>, <c>node</c>, …</param>
/// <param name="Path">Path within the bundle (<c>case.tgz!ps.txt</c> shows an archive's member), or the probe's name.</param>
/// <param name="CollectedAt">When it was taken: from its content, its name or its modification time; null when nothing tells.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits of the content; null where it was not computed.</param>
public sealed record EvidenceFile(string Source, string Path, DateTimeOffset? CollectedAt = null, string? Digest = null)
{
    /// <summary>When it was taken: from its content, its name or its modification time, in this order; null when nothing tells.</summary>
    /// <remarks>Its content is read after the facts in it refer to it, so the reader may still set it.</remarks>
    public DateTimeOffset? CollectedAt { get; internal set; } = CollectedAt;

    /// <summary>True where <see cref="CollectedAt"/> is only the file's modification time: copying changes it, so no duration is taken from it.</summary>
    public bool IsModificationTime { get; internal set; }

    /// <summary><c>sha256:</c> and 64 hex digits of the content; null where it was not computed.</summary>
    public string? Digest { get; internal set; } = Digest;

    /// <summary>Component whose log it is; null for other files and where nothing tells.</summary>
    internal string? LogOf { get; set; }
}

/// <summary>Where one fact stands.</summary>
/// <param name="File">The file or probe.</param>
/// <param name="Line">Line in it, from 1; 0 for the file as a whole.</param>
public readonly record struct Provenance(EvidenceFile File, long Line = 0)
{
    /// <summary><c>ps.txt:12</c>.</summary>
    public override string ToString() => Line > 0 ? $"{File.Path}:{Line}" : File.Path;
}

/// <summary>Something that should have been read and was not. Lowers the confidence; printed.</summary>
/// <param name="Source">Kind of evidence: as <see cref="EvidenceFile.Source"/>.</param>
/// <param name="Target">What it would have told about: a path, <c>pid 4711</c>, a component.</param>
/// <param name="Reason">What happened, in plain words.</param>
/// <param name="Errno">The error number's name (<c>EACCES</c>), where a system call said it.</param>
public sealed record Gap(string Source, string Target, string Reason, string? Errno = null);
