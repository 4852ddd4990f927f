namespace Unknot.Go.Tests;

/// <summary>Recorded cases that lie beside the repository; a test that needs one that is not there is skipped.</summary>
internal static class SharedCases
{
    internal static byte[] Read(string kind, string path)
    {
        string? folder = Folder(kind);
        if (folder is null || !File.Exists(Path.Combine(folder, path))) Assert.Skip($"../shared/cases/{kind}/{path} is not beside this repository");
        return File.ReadAllBytes(Path.Combine(folder, path));
    }

    internal static string? Folder(string kind)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "shared", "cases", kind);
            if (Directory.Exists(folder)) return folder;
        }

        return null;
    }
}
