using Unknot.Diagnosis.Evidence;

namespace Unknot.Bundles;

/// <summary>
/// Reads evidence out of files as people attach them to tickets. Open this file first: walk (<see cref="EntryWalker"/>), recognise
/// (<see cref="EvidenceRecogniser"/>), put together (<see cref="SnapshotCompletion"/>).
/// </summary>
public static class BundleReader
{
    /// <summary>Reads files, folders and archives into one snapshot. Nothing in the input is an error: what could not be read is a gap.</summary>
    /// <param name="paths">Files, folders, archives (<c>.tar .tar.gz .tgz .tar.zst .zip .gz .zst</c>, told by content), or <c>-</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>What was understood. The same input gives the same snapshot, in the same order.</returns>
    public static EvidenceSnapshot Read(IReadOnlyList<string> paths, BundleOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        BundleOptions chosen = options ?? new BundleOptions();
        EvidenceSnapshot snapshot = new();
        GapList gaps = new(snapshot, chosen.Limits);
        EntryWalker walker = new(chosen, gaps, cancellation);
        EvidenceRecogniser recogniser = new(chosen, snapshot, gaps);
        walker.Walk(paths, recogniser.Take);
        recogniser.Complete();
        SnapshotCompletion.Complete(snapshot);
        gaps.Complete();
        return snapshot;
    }
}
