namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Tells a stack that cannot get its bytes out from one that waits for some to come in: only the first is news.</summary>
internal static class Writes
{
    // The poller's wait for room (internal/poll/fd_poll_runtime.go since go1.9, net/fd_poll_runtime.go before).
    private static readonly string[] s_waitsForRoom = ["internal/poll.(*pollDesc).waitWrite", "net.(*pollDesc).waitWrite", "net.(*pollDesc).WaitWrite"];

    /// <summary>True where it waits in the poller for room in a socket.</summary>
    public static bool IsToSocket(StackProfile profile) => Top(profile).Any(s_waitsForRoom.Contains) && profile.Functions.Any(f => f.StartsWith("net.(*netFD).", StringComparison.Ordinal));

    /// <summary>True where it waits inside a write, of whatever kind.</summary>
    public static bool IsIn(StackProfile profile) =>
        Top(profile).Any(s_waitsForRoom.Contains) || (profile.CallerFrame >= 0 && profile.Functions[profile.CallerFrame] is { } f && (f.EndsWith(").Write", StringComparison.Ordinal) || f.EndsWith(").write", StringComparison.Ordinal)));

    // Below the caller there is only plumbing: what its own frames further out do is another matter.
    private static IEnumerable<string> Top(StackProfile profile) => profile.Functions.Take(profile.CallerFrame < 0 ? profile.Functions.Count : profile.CallerFrame);
}
