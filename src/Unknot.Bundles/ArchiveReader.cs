using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Unknot.Bundles;

/// <summary>
/// Unpacks archives and compressed files as a stream, archives within archives too. Nothing is written under a name of theirs and no link is
/// followed, so that a path cannot lead out; what comes out is counted (<see cref="LimitedStream"/>).
/// </summary>
internal sealed class ArchiveReader(BundleLimits limits, GapList gaps, ByteBudget budget, ContentLoader loader, Func<BundleEntry, bool> take)
{
    private const int MaxLinkLength = 4096, LinkType = 0xA000, TypeMask = 0xF000;

    /// <summary>Hands out the file, or the files, that a stream holds.</summary>
    /// <param name="path">Path as shown.</param>
    /// <param name="stream">The bytes; not closed.</param>
    /// <param name="modified">Modification time of the file; null when none.</param>
    /// <param name="layers">Containers around it: an archive and its compression are two.</param>
    /// <returns>False when nothing more is wanted.</returns>
    public bool Expand(string path, Stream stream, DateTimeOffset? modified, int layers)
    {
        try
        {
            byte[] head = new byte[ContentKinds.HeadLength];
            int length = ReadHead(stream, head, path);
            ContentKind kind = ContentKinds.Of(head.AsSpan(0, length));
            CountingStream whole = new(head.AsMemory(0, length), stream);
            if (kind == ContentKind.Plain) return take(loader.OfStream(whole, path, modified));
            if (layers >= limits.MaxDepth * 2)
            {
                gaps.Add(path, $"archives more than {limits.MaxDepth} deep: not unpacked");
                return true;
            }

            return kind switch
            {
                ContentKind.Gzip => ExpandGzip(path, whole, modified, layers),
                ContentKind.Zstandard => ExpandPacked(path, new ZstdSharp.DecompressionStream(whole, leaveOpen: true), whole, modified, layers),
                ContentKind.Xz => ExpandPacked(path, new XzStream(whole), whole, modified, layers),
                ContentKind.Bzip2 => ExpandPacked(path, new Bzip2Stream(whole), whole, modified, layers),
                ContentKind.Tar => ExpandTar(path, whole, layers),
                _ => ExpandZip(path, whole, layers),
            };
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, error);
            return true;
        }
    }

    private int ReadHead(Stream stream, byte[] head, string path)
    {
        int length = 0;
        try
        {
            int read;
            while (length < head.Length && (read = stream.Read(head, length, head.Length - length)) > 0) length += read;
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, error);
        }

        return length;
    }

    /// <summary>.NET takes a cut gzip for a whole one: its last four bytes, the unpacked length, tell (RFC 1952, ISIZE).</summary>
    private bool ExpandGzip(string path, CountingStream whole, DateTimeOffset? modified, int layers)
    {
        GzipTrailer trailer = new(whole);
        using LimitedStream limited = new(new GZipStream(trailer, CompressionMode.Decompress), () => trailer.BytesRead, limits, budget);
        bool isWanted = Expand(path, limited, modified, layers + 1);
        if (!isWanted || !limited.IsSound) return isWanted;
        byte[] rest = new byte[4096];
        while (limited.Read(rest) > 0)
        {
            // A tar ends before its padding does.
        }

        if (trailer.IsCut(limited.Position)) gaps.Add(path, "the compressed data ends early: what came out before is kept");
        return true;
    }

    private bool ExpandPacked(string path, Stream unpacked, CountingStream packed, DateTimeOffset? modified, int layers)
    {
        using LimitedStream limited = new(unpacked, () => packed.BytesRead, limits, budget);
        return Expand(path, limited, modified, layers + 1);
    }

    private bool ExpandTar(string path, Stream stream, int layers)
    {
        using TarHeaderGuard guarded = new(stream);
        using TarReader reader = new(guarded, leaveOpen: true);
        while (NextEntry(reader, path) is { } entry)
        {
            string member = Member(path, entry.Name);
            if (entry.EntryType == TarEntryType.SymbolicLink)
            {
                if (!take(new BundleEntry(member, null, default, entry.LinkName))) return false;
            }
            else if (IsFile(entry.EntryType) && entry.DataStream is { } data && !Expand(member, data, Sane(entry.ModificationTime), layers + 1))
            {
                return false;
            }
            else if (IsFile(entry.EntryType) && entry.DataStream is null && !take(new BundleEntry(member, Sane(entry.ModificationTime), default)))
            {
                return false;
            }
        }

        return true;
    }

    private TarEntry? NextEntry(TarReader reader, string path)
    {
        try
        {
            return reader.GetNextEntry();
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, "the archive is damaged or cut: what stood before is kept (" + error.Message.ReplaceLineEndings(" ") + ")");
            return null;
        }
    }

    private static bool IsFile(TarEntryType type) =>
        type is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.SparseFile;

    private bool ExpandZip(string path, Stream stream, int layers)
    {
        using MemoryBackedStream seekable = new(loader.OfStream(stream, path, null).Content);
        using ZipArchive archive = new(seekable, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\')) continue;
            if (!ExpandZipEntry(Member(path, entry.FullName), entry, layers)) return false;
        }

        return true;
    }

    private bool ExpandZipEntry(string member, ZipArchiveEntry entry, int layers)
    {
        try
        {
            using LimitedStream data = new(entry.Open(), () => entry.CompressedLength, limits, budget);
            if (((entry.ExternalAttributes >> 16) & TypeMask) != LinkType) return Expand(member, data, Sane(entry.LastWriteTime), layers + 1);
            byte[] target = new byte[MaxLinkLength];
            int length = data.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            return take(new BundleEntry(member, null, default, Encoding.UTF8.GetString(target, 0, length)));
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(member, error);
            return true;
        }
    }

    /// <summary>A member's name is only shown; a leading <c>./</c> says nothing.</summary>
    private static string Member(string path, string name) => path + "!" + (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name);

    /// <summary>Archives made to be reproducible have no times (1970, or zip's 1980).</summary>
    private static DateTimeOffset? Sane(DateTimeOffset time) => time.Year > 1980 ? time.ToUniversalTime() : null;
}
