using Microsoft.Win32.SafeHandles;

namespace Unknot.Bundles;

/// <summary>One file, or one link, of an input.</summary>
/// <param name="Path">Path as the report shows it: slashes, <c>archive!member</c> within archives.</param>
/// <param name="Modified">Modification time that the folder or archive tells; null when none.</param>
/// <param name="Content">The bytes; empty for a link.</param>
/// <param name="LinkTarget">What a symbolic link says; null for a file. Never followed.</param>
/// <param name="File">The file itself, kept open, where it is too large to be held: a plain dump is read through it, block by block. Null for the others.</param>
internal sealed record BundleEntry(string Path, DateTimeOffset? Modified, ReadOnlyMemory<byte> Content, string? LinkTarget = null, SafeFileHandle? File = null)
{
    /// <summary>Bytes that the file has; <see cref="Content"/> ends at the limit.</summary>
    public long Length => File is null ? Content.Length : RandomAccess.GetLength(File);
}
