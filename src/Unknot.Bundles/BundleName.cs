namespace Unknot.Bundles;

/// <summary>What the name of a bundle's file says.</summary>
public static class BundleName
{
    private static readonly (string End, BundlePacking Packing)[] s_ends =
    [
        (".tgz", BundlePacking.TarGzip), (".tar.gz", BundlePacking.TarGzip), (".tar.zst", BundlePacking.TarZstandard), (".tzst", BundlePacking.TarZstandard),
    ];

    /// <summary>Ends of names that are written.</summary>
    public static IReadOnlyList<string> Ends { get; } = [.. s_ends.Select(e => e.End)];

    /// <summary>How a file of that name is packed; null when its name says nothing.</summary>
    public static BundlePacking? PackingOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach ((string end, BundlePacking packing) in s_ends)
        {
            if (file.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return packing;
        }

        return null;
    }

    /// <summary>The folder within the bundle: the file's name without its end.</summary>
    public static string FolderOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string name = Path.GetFileName(file);
        foreach ((string end, _) in s_ends)
        {
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return name[..^end.Length];
        }

        return name.Length > 0 ? name : "unknot";
    }

    /// <summary><c>unknot-HOST-20261124T084648Z.tgz</c>.</summary>
    /// <param name="host">Host name; what no file name should have in it becomes a dash.</param>
    /// <param name="takenAt">When the node was read.</param>
    public static string Of(string host, DateTimeOffset takenAt)
    {
        ArgumentNullException.ThrowIfNull(host);
        string safe = string.Concat(host.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.', '-');
        return $"unknot-{(safe.Length > 0 ? safe[..Math.Min(safe.Length, 100)] : "node")}-{takenAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.tgz";
    }
}
