using Unknot.Diagnosis.Evidence;

namespace Unknot.Bundles;

/// <summary>Gaps met while reading, up to a limit; further ones are counted.</summary>
internal sealed class GapList(EvidenceSnapshot snapshot, BundleLimits limits)
{
    private int _listed;
    private long _more;

    public void Add(string target, string reason, string? errno = null, string source = "file")
    {
        if (_listed >= limits.MaxGaps - 1)
        {
            _more++;
            return;
        }

        _listed++;
        snapshot.Gaps.Add(new Gap(source, target, reason, errno));
    }

    public void Add(string target, Exception error) => Add(target, Reason(error), Errno(error));

    public void Complete()
    {
        if (_more > 0) snapshot.Gaps.Add(new Gap("file", "bundle", $"{_more} further gaps are not listed"));
    }

    /// <summary>Errors of the world at the edge of a file: they become gaps, our own mistakes do not.</summary>
    public static bool IsOfTheWorld(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or FormatException
            or System.Security.SecurityException or ZstdSharp.ZstdException or ArgumentException or OverflowException or InvalidOperationException;

    private static string Reason(Exception error) => error switch
    {
        UnauthorizedAccessException => "no right to read it",
        FileNotFoundException or DirectoryNotFoundException => "not found",
        _ => error.Message.ReplaceLineEndings(" "),
    };

    private static string? Errno(Exception error) => error switch
    {
        UnauthorizedAccessException => "EACCES",
        FileNotFoundException or DirectoryNotFoundException => "ENOENT",
        PathTooLongException => "ENAMETOOLONG",
        IOException { HResult: 5 } => "EIO",
        IOException { HResult: 116 } => "ESTALE",
        IOException { HResult: 40 } => "ELOOP",
        IOException { HResult: 22 } => "EINVAL",
        _ => null,
    };
}
