using System.Formats.Tar;
using System.IO.Compression;

namespace Unknot.Fuzz;

/// <summary>Pieces of the recorded incidents in the repository, a few kilobytes each; none where the program runs outside of it.</summary>
public static class FileSeeds
{
    private const int Piece = 2500;

    /// <summary>The repository's root; null where there is none.</summary>
    public static string? Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Unknot.slnx"))) at = at.Parent;
        return at?.FullName;
    }

    /// <summary>Goroutine dumps of the targets and of the tests' fixtures: the first goroutines, and some of the middle.</summary>
    public static IEnumerable<byte[]> Dumps()
    {
        if (Root() is not { } root) yield break;
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(root, "tests", "corpus", "targets"), "go1.2*.txt", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(root, "tests", "Unknot.Go.Tests", "fixtures"), "*.txt"),
        ];
        Array.Sort(files, string.CompareOrdinal);
        foreach (string file in files)
        {
            byte[] whole = File.ReadAllBytes(file);
            yield return Of(whole, 0);
            if (whole.Length > 2 * Piece) yield return Of(whole, whole.Length / 2);
        }
    }

    /// <summary>The files of the sample, ps to logs, each piece with the path it had.</summary>
    public static IEnumerable<(string Path, byte[] Content)> Sample()
    {
        if (Root() is not { } root) yield break;
        using FileStream packed = File.OpenRead(Path.Combine(root, "samples", "notready-systemd.tgz"));
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        using TarReader reader = new(unpacked);
        HashSet<string> kinds = [];
        while (reader.GetNextEntry() is { } entry)
        {
            // Of the copies of /proc two of each kind will do.
            if (entry.DataStream is null || (entry.Name.Contains("/proc.") && !kinds.Add(Path.GetFileName(entry.Name)) && !kinds.Add(Path.GetFileName(entry.Name) + "2"))) continue;
            using MemoryStream content = new();
            entry.DataStream.CopyTo(content);
            byte[] whole = content.ToArray();
            yield return (entry.Name, Of(whole, 0));
            if (whole.Length > 2 * Piece) yield return (entry.Name, Of(whole, whole.Length / 2));
        }
    }

    private static byte[] Of(byte[] whole, int at) => whole.AsSpan(at, Math.Min(Piece, whole.Length - at)).ToArray();
}
