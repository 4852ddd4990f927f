namespace Unknot.Node.Pleg;

/// <summary>What is known of one container; only <see cref="PlegState"/> changes it, under its lock.</summary>
internal sealed class PlegContainer(ListedContainer listed)
{
    /// <summary>As it was listed last, with the newest state.</summary>
    public ListedContainer Listed { get; set; } = listed;

    /// <summary>When the inspect under way was sent; null when none is.</summary>
    public long? ProbeSent { get; set; }

    /// <summary>The same on the calendar.</summary>
    public DateTimeOffset ProbeSentAt { get; set; }

    /// <summary>When the last inspect ended; null before the first.</summary>
    public long? ProbeEnded { get; set; }

    /// <summary>The inspect under way is past its deadline, and that was told.</summary>
    public bool IsHanging { get; set; }

    /// <summary>To be inspected at once.</summary>
    public bool IsDue { get; set; } = true;

    /// <summary>The last list that it was in.</summary>
    public long SeenIn { get; set; }
}
