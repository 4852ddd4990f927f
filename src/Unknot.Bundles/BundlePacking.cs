namespace Unknot.Bundles;

/// <summary>How a bundle is packed; its name's end says it.</summary>
public enum BundlePacking
{
    /// <summary>tar in gzip: <c>.tgz</c>, <c>.tar.gz</c>.</summary>
    TarGzip,

    /// <summary>tar in Zstandard: <c>.tar.zst</c>, <c>.tzst</c>.</summary>
    TarZstandard,
}
