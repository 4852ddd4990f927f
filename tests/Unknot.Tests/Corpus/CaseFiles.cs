using System.Formats.Tar;
using System.IO.Compression;

namespace Unknot.Tests.Corpus;

/// <summary>The files of a case in memory, to be packed again as somebody else would have.</summary>
/// <param name="Files">By path.</param>
internal sealed record CaseFiles(IReadOnlyList<CaseFile> Files)
{
    public static CaseFiles Of(LabCase it) => new(
        [.. Directory.EnumerateFiles(it.Input, "*", SearchOption.AllDirectories)
            .Select(f => new CaseFile(Path.GetRelativePath(it.Input, f).Replace('\\', '/'), File.ReadAllBytes(f), File.GetLastWriteTimeUtc(f))).OrderBy(f => f.Path, StringComparer.Ordinal)]);

    public CaseFiles Without(Func<string, bool> isDropped) => new([.. Files.Where(f => !isDropped(f.Path))]);

    public CaseFiles Named(Func<string, string> name) => new([.. Files.Select(f => f with { Path = name(f.Path) })]);

    public CaseFiles Changed(Func<string, byte[], byte[]> change) => new([.. Files.Select(f => f with { Content = change(f.Path, f.Content) })]);

    public CorpusRun Diagnose() => CorpusRun.Of(Tar());

    public MemoryStream Tar()
    {
        MemoryStream packed = new();
        using (TarWriter writer = new(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string path, byte[] content, DateTime modified) in Files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), ModificationTime = modified });
        }

        packed.Position = 0;
        return packed;
    }

    public MemoryStream Zip()
    {
        MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] content, DateTime modified) in Files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(path, CompressionLevel.Fastest);
                entry.LastWriteTime = modified;
                using Stream stream = entry.Open();
                stream.Write(content);
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
