using Unknot.Node.Sources;

namespace Unknot.Node;

/// <summary>
/// Reads the node that it runs on into documents, as a bundle holds them. Open this file first: all sources (<see cref="NodeSources"/>) start
/// at once, each on a thread of its own with its deadline, and one that hangs is left where it hangs. Reads only, unless
/// <see cref="NodeOptions.Dumps"/> says otherwise; asks each daemon one thing at a time.
/// </summary>
public static class NodeReader
{
    /// <summary>Reads all sources; returns at the latest when the deadline is over.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told when a source starts and ends; may be null. Called on the sources' threads.</param>
    /// <param name="cancellation">Ends the reading at once with what there is.</param>
    /// <returns>The documents, the manifest among them.</returns>
    public static NodeCollection Read(NodeOptions? options = null, Action<SourceProgress>? progress = null, CancellationToken cancellation = default)
    {
        using NodeScan scan = new(options ?? new NodeOptions(), cancellation) { Progress = progress };
        SourceRun[] runs = [.. NodeSources.For(scan.Options).Select(s => SourceRun.Start(s, scan, progress))];
        foreach (SourceRun run in runs) run.WaitUntilDone();
        return NodeCollection.Of(scan, runs);
    }
}
