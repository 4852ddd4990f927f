using System.Formats.Tar;
using System.IO.Compression;

namespace Unknot.Tests.Corpus;

/// <summary>The files of a case in memory, to be packed again as somebody else would have.</summary>
/// <param name="Files">Path with slashes below the case's folder, and content.</param>
internal sealed record CaseFiles(IReadOnlyList<(string Path, byte[] Content)> Files)
{
    public static CaseFiles Of(LabCase it) => new(
        [.. Directory.EnumerateFiles(it.Input, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(it.Input, f).Replace('\\', '/'), File.ReadAllBytes(f))).OrderBy(f => f.Item1, StringComparer.Ordinal)]);

    public CaseFiles Without(Func<string, bool> isDropped) => new([.. Files.Where(f => !isDropped(f.Path))]);

    public CaseFiles Named(Func<string, string> name) => new([.. Files.Select(f => (name(f.Path), f.Content))]);

    public CaseFiles Changed(Func<string, byte[], byte[]> change) => new([.. Files.Select(f => (f.Path, change(f.Path, f.Content)))]);

    public CorpusRun Diagnose() => CorpusRun.Of(Tar());

    public MemoryStream Tar()
    {
        MemoryStream packed = new();
        using (TarWriter writer = new(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in Files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
        }

        packed.Position = 0;
        return packed;
    }

    public MemoryStream Zip()
    {
        MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in Files)
            {
                using Stream entry = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        packed.Position = 0;
        return packed;
    }

    public MemoryStream TarGz()
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) Tar().CopyTo(gzip);
        packed.Position = 0;
        return packed;
    }

    public MemoryStream TarZst()
    {
        MemoryStream packed = new();
        using (ZstdSharp.CompressionStream zst = new(packed, level: 1, leaveOpen: true)) Tar().CopyTo(zst);
        packed.Position = 0;
        return packed;
    }
}
