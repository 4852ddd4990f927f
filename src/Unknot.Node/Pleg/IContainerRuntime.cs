namespace Unknot.Node.Pleg;

/// <summary>A runtime that can be asked: docker's API or the CRI. Requests heed only the token's end; how long they may take is judged elsewhere. Not for several lists at once.</summary>
internal interface IContainerRuntime : IDisposable
{
    /// <summary><c>docker</c> or <c>cri</c>.</summary>
    string Api { get; }

    /// <summary>Path of the socket.</summary>
    string Path { get; }

    /// <summary>A request that takes no container's lock.</summary>
    Task ContactAsync(CancellationToken end);

    /// <summary>All containers. The same object as before when the answer is the same.</summary>
    Task<IReadOnlyList<ListedContainer>> ListAsync(CancellationToken end);

    /// <summary>State of one container; null when there is no such.</summary>
    Task<string?> InspectAsync(string id, CancellationToken end);

    /// <summary>Follows the runtime's events until they end; at once where there are none to be had.</summary>
    /// <param name="begun">Called when they are followed.</param>
    /// <param name="told">Called with the container of each.</param>
    /// <param name="end">Ends it.</param>
    Task FollowAsync(Action begun, Action<string> told, CancellationToken end);

    /// <summary>How many goroutines the daemon has; null where it does not tell.</summary>
    Task<int?> CountGoroutinesAsync(CancellationToken end);
}
