using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Unknot.Node.Journal;

namespace Unknot.Node.Tests.Journal;

/// <summary>Journals that a real journald wrote (<c>fixtures/record</c>), packed.</summary>
internal static class JournalFixture
{
    /// <summary>The bytes of one: <c>compact</c> or <c>regular</c>.</summary>
    public static byte[] Bytes(string name)
    {
        using GZipStream packed = new(File.OpenRead(Path.Combine(Folder(), name + ".journal.gz")), CompressionMode.Decompress);
        MemoryStream bytes = new();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Opens bytes as a journal.</summary>
    public static JournalFile? Open(byte[] bytes, out string? problem)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, bytes);
        SafeFileHandle handle = File.OpenHandle(path);
        File.Delete(path);
        return JournalFile.Open(handle, out problem);
    }

    private static string Folder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Unknot.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd('/'));
        return Path.Combine(folder ?? throw new InvalidOperationException("the test does not run inside the repository"), "tests", "Unknot.Node.Tests", "Journal", "fixtures");
    }
}
