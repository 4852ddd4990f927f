using System.Collections.Concurrent;

namespace Unknot.Node.Daemons;

/// <summary>Where several sources ask the same daemon, the first one finds out whether it answers at all; the others ask only when it does, so that one request hangs and not each one's.</summary>
internal sealed class FirstContacts
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<bool>> _hangs = new();

    /// <summary>Asks a daemon for the first time, or after somebody else has.</summary>
    /// <param name="pid">The daemon.</param>
    /// <param name="ask">Gives what was found, and whether the daemon hangs.</param>
    /// <returns>What was found; null when nothing, or when the daemon is known to hang.</returns>
    public async Task<T?> AskAsync<T>(int pid, Func<Task<(T? Found, bool Hangs)>> ask)
        where T : class
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<bool> first = _hangs.GetOrAdd(pid, mine);
        if (first != mine && await first.Task.ConfigureAwait(false)) return null;
        bool hangs = false;
        try
        {
            (T? found, hangs) = await ask().ConfigureAwait(false);
            return found;
        }
        finally
        {
            mine.TrySetResult(hangs);
        }
    }
}
