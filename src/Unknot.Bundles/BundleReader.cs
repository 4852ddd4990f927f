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
        return Read(chosen, (gaps, take) => new EntryWalker(chosen, gaps, cancellation).Walk(paths, take));
    }

    /// <summary>Reads the documents of a live node as if they stood in a bundle.</summary>
    /// <param name="documents">What its sources gave.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was understood; the gaps of the sources themselves stand in the manifest among the documents.</returns>
    public static EvidenceSnapshot Read(IEnumerable<EvidenceDocument> documents, BundleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Read(options ?? new BundleOptions(), (_, take) =>
        {
            foreach (EvidenceDocument document in documents) take(new BundleEntry(document.Path, document.TakenAt, document.Content));
        });
    }

    private static EvidenceSnapshot Read(BundleOptions options, Action<GapList, Action<BundleEntry>> walk)
    {
        EvidenceSnapshot snapshot = new();
        GapList gaps = new(snapshot, options.Limits);
        EvidenceRecogniser recogniser = new(options, snapshot, gaps);
        walk(gaps, recogniser.Take);
        recogniser.Complete();
        SnapshotCompletion.Complete(snapshot);
        gaps.Complete();
        return snapshot;
    }
}
