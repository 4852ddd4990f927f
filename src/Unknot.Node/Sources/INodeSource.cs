namespace Unknot.Node.Sources;

/// <summary>One place of a node where evidence is read.</summary>
internal interface INodeSource
{
    /// <summary>Its name, as gaps and the manifest spell it.</summary>
    string Name { get; }

    /// <summary>How long it may take; the node's own deadline comes before it.</summary>
    TimeSpan Deadline { get; }

    /// <summary>
    /// Reads on a thread of its own, which may block: after the deadline nothing that it gives is taken, and the thread is left alone.
    /// Errors of single things become gaps; an exception ends the source and becomes one.
    /// </summary>
    /// <param name="scan">What the sources share.</param>
    /// <param name="sink">Takes the documents and gaps.</param>
    /// <param name="cancellation">Set at the deadline.</param>
    void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation);
}
