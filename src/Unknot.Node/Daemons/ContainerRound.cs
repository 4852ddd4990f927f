using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Daemons;

/// <summary>
/// Asks about each of many containers in parallel, about each once. A request that hangs stays in the daemon after it is given up here: when as many
/// hang as are asked about at once, no more is asked.
/// </summary>
internal static class ContainerRound
{
    /// <summary>Requests under way at once; a daemon with one wedged container answers hundreds in a second.</summary>
    public const int AtOnce = 16;

    /// <summary>Asks.</summary>
    /// <param name="ids">The containers.</param>
    /// <param name="ask">Asks about one, with a deadline of its own.</param>
    /// <param name="cancellation">Ends the round.</param>
    /// <returns>How many were not asked about.</returns>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> ids, Func<string, Task<ProbeOutcome>> ask, CancellationToken cancellation)
    {
        int hanging = 0, left = 0;
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, _) =>
        {
            if (cancellation.IsCancellationRequested || Volatile.Read(ref hanging) >= AtOnce) Interlocked.Increment(ref left);
            else if (await ask(id).ConfigureAwait(false) == ProbeOutcome.TimedOut) Interlocked.Increment(ref hanging);
        }).ConfigureAwait(false);
        return left;
    }
}
