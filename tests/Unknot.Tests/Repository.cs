namespace Unknot.Tests;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Unknot.slnx</c>, above the test program.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Unknot.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no Unknot.slnx above {AppContext.BaseDirectory}");
    }
}
