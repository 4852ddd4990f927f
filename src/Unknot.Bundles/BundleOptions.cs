using Unknot.Go.Dumps;

namespace Unknot.Bundles;

/// <summary>How a bundle is read.</summary>
public sealed record BundleOptions
{
    /// <summary>What <c>-</c> stands for; null where there is no standard input. Read to its end, not closed.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Upper bounds; default <see cref="BundleLimits.Default"/>.</summary>
    public BundleLimits Limits { get; init; } = BundleLimits.Default;

    /// <summary>Upper bounds of the dump parser; default <see cref="DumpLimits.Default"/>.</summary>
    public DumpLimits DumpLimits { get; init; } = DumpLimits.Default;

    /// <summary>False leaves out the SHA-256 of each file, for the last bit of speed.</summary>
    public bool ComputeDigests { get; init; } = true;
}
