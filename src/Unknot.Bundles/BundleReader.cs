namespace Unknot.Bundles;

/// <summary>Reads evidence out of files as people attach them to tickets.</summary>
public static class BundleReader
{
}
