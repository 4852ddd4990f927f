namespace Unknot.Node.Pleg;

/// <summary>A request about no container: the only one of its kind that is under way in a daemon.</summary>
internal sealed class DaemonCall(string name)
{
    public string Name => name;

    /// <summary>When it was sent; null when none is under way.</summary>
    public long? Sent { get; private set; }

    /// <summary>The same on the calendar.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>Past its deadline, and that was told.</summary>
    public bool IsHanging { get; set; }

    public void Begin(long sent, DateTimeOffset at) => (Sent, SentAt, IsHanging) = (sent, at, false);

    public void End() => (Sent, IsHanging) = (null, false);
}
