namespace Unknot.Bundles;

/// <summary>Upper bounds for what is taken from one input, so that a bomb costs bounded time, memory and disk. None depends on time: the same input always gives the same snapshot.</summary>
public sealed record BundleLimits
{
    /// <summary>Limits for ordinary use.</summary>
    public static BundleLimits Default { get; } = new();

    /// <summary>Files looked at, all inputs together; default 200,000 (a sos report has some 20,000).</summary>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>Bytes of one file; default and upper bound 2,147,483,591 (.NET's largest array). What is beyond is left out and a gap says so.</summary>
    public long MaxEntryBytes { get; init; } = Array.MaxLength;

    /// <summary>Bytes of all files of all archives together, unpacked; default 16 GiB.</summary>
    public long MaxTotalBytes { get; init; } = 16L << 30;

    /// <summary>
    /// Unpacked bytes for each packed byte of an archive; default 1,000. Logs reach some 20 to 100, and deflate can do no more than 1,032.
    /// Counts only after <see cref="RatioGrace"/>.
    /// </summary>
    public int MaxRatio { get; init; } = 1_000;

    /// <summary>Unpacked bytes that are never called a bomb; default 256 MiB.</summary>
    public long RatioGrace { get; init; } = 256L << 20;

    /// <summary>Archives within archives; default 4.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Folders within folders; default 64.</summary>
    public int MaxFolderDepth { get; init; } = 64;

    /// <summary>
    /// Files up to this size are read into memory, larger ones are mapped (from an archive by way of a temporary file); default 16 MiB.
    /// </summary>
    public long MaxBytesInMemory { get; init; } = 16L << 20;

    /// <summary>Bytes of one file that are looked at line by line as a table (ps, ss, mount, YAML, JSON, …); default 64 MiB. Logs and dumps have no such limit.</summary>
    public int MaxTableBytes { get; init; } = 64 << 20;

    /// <summary>Gaps listed; default 1,000. The last one counts the rest.</summary>
    public int MaxGaps { get; init; } = 1_000;
}
