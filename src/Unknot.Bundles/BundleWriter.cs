using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace Unknot.Bundles;

/// <summary>
/// Writes documents as a bundle that <see cref="BundleReader"/> reads back: a tar with one folder, packed. Its entries' times are those at which the documents were
/// read, and the same documents give the same bytes.
/// </summary>
public static class BundleWriter
{
    private const int DiskFull = 28, FileTooLarge = 27, ReadOnlyFileSystem = 30, QuotaExceeded = 122;

    /// <summary>Writes a file: complete, or not at all. A file of that name is replaced.</summary>
    /// <param name="file">Its path; its end says how it is packed (<see cref="BundleName"/>), gzip when it says nothing.</param>
    /// <param name="content">What goes into it.</param>
    /// <param name="cancellation">Ends the writing; nothing is left then.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="BundleWriteException">It could not be written.</exception>
    public static WrittenBundle WriteFile(string file, BundleContent content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(content);
        PartialFile? partial = null;
        try
        {
            partial = PartialFile.Create(file);
            Write(partial.Stream, BundleName.FolderOf(file), BundleName.PackingOf(file) ?? BundlePacking.TarGzip, content, cancellation);
            partial.Complete();
            return new WrittenBundle(partial.Written, content.Documents.Count);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BundleWriteException($"cannot write the bundle {file}: {Reason(error, file, partial?.LengthNow() ?? 0, content.Bytes)}", error);
        }
        finally
        {
            partial?.Dispose();
        }
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="folder">Name of the one folder in the bundle.</param>
    /// <param name="packing">How it is packed.</param>
    /// <param name="content">What goes into it.</param>
    /// <param name="cancellation">Ends the writing between two documents.</param>
    public static void Write(Stream stream, string folder, BundlePacking packing, BundleContent content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using Stream packed = packing == BundlePacking.TarZstandard
            ? new ZstdSharp.CompressionStream(stream, level: 3, leaveOpen: true)
            : new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using TarWriter writer = new(packed, TarEntryFormat.Pax, leaveOpen: true);
        HashSet<string> names = [];
        foreach (EvidenceDocument document in content.Documents)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WriteEntry(Entry($"{folder}/{Unique(document.Path, names)}", document));
        }
    }

    private static PaxTarEntry Entry(string name, EvidenceDocument document)
    {
        // .NET would put the present time into the two that are not given.
        string time = ((document.TakenAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / (decimal)TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture);
        return new PaxTarEntry(TarEntryType.RegularFile, name, [new("atime", time), new("ctime", time)])
        {
            ModificationTime = document.TakenAt,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            DataStream = new MemoryBackedStream(document.Content),
        };
    }

    /// <summary>Two sources that use one name must not lose a document; and no name leads out of the folder.</summary>
    private static string Unique(string path, HashSet<string> names)
    {
        string[] parts = [.. path.Split('/').Where(p => p is not ("" or "." or "..")).Select(p => string.Concat(p.Select(c => char.IsControl(c) || c == '\\' ? '_' : c)))];
        string plain = parts.Length > 0 ? string.Join('/', parts) : "document", unique = plain;
        for (int i = 2; !names.Add(unique); i++) unique = $"{plain}~{i}";
        return unique;
    }

    private static string Reason(Exception error, string file, long written, long bytes)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? file;
        return error switch
        {
            DirectoryNotFoundException => $"there is no folder {folder}; make it first, or choose another file",
            UnauthorizedAccessException when Directory.Exists(file) => "that is a folder; name a file in it",
            UnauthorizedAccessException => $"permission denied in {folder}; choose a file where you may write",
            { HResult: DiskFull } => $"the disk is full after {Size(written)} (packed; all documents have {Size(bytes)} unpacked), and nothing was kept; free some space in {folder}, or choose a file on another disk",
            { HResult: QuotaExceeded } => $"the disk quota is used up after {Size(written)}, and nothing was kept; free some space, or choose a file on another disk",
            { HResult: FileTooLarge } => $"the file may not grow beyond {Size(written)} here (ulimit -f), and nothing was kept; choose a file on another disk",
            { HResult: ReadOnlyFileSystem } => $"{folder} is on a file system that is mounted read-only; choose a file on another disk",
            IOException when Directory.Exists(file) => "that is a folder; name a file in it",
            _ => $"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}; choose another file",
        };
    }

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} bytes",
        < 10_000_000 => $"{bytes / 1e3:0} kB",
        _ => $"{bytes / 1e6:0.0} MB",
    };
}
