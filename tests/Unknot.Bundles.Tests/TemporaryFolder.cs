using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Bundles.Tests;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("unknot-test-").FullName;

    public string Path { get; }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public EvidenceSnapshot Read(string name = "", BundleLimits? limits = null) =>
        BundleReader.Read([System.IO.Path.Combine(Path, name)], new BundleOptions { Limits = limits ?? BundleLimits.Default });

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static byte[] Tar(params IEnumerable<TarEntry> entries)
    {
        MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (TarEntry entry in entries) writer.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    public static TarEntry TarFile(string name, string text) => TarFile(name, Encoding.UTF8.GetBytes(text));

    public static TarEntry TarFile(string name, byte[] bytes) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes), ModificationTime = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero) };

    public static TarEntry TarLink(string name, string target) => new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target };

    public static byte[] Gzip(byte[] bytes)
    {
        MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Zstandard(byte[] bytes)
    {
        using ZstdSharp.Compressor compressor = new();
        return compressor.Wrap(bytes).ToArray();
    }

    public static byte[] Zip(params IEnumerable<(string Name, string Text)> entries)
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }
}
