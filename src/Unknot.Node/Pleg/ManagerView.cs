namespace Unknot.Node.Pleg;

/// <summary>systemd as it answers on the bus.</summary>
internal sealed record ManagerView
{
    /// <summary>Its pid; null where not known.</summary>
    public int? Pid { get; init; }

    /// <summary>The version that it told last; null before the first answer.</summary>
    public string? Version { get; init; }

    /// <summary>Its message cookie on the bus at the last answer; null where it was not on the bus.</summary>
    public uint? Cookie { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>How long the last answer took.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>Messages a day at the present rate; null before the second answer.</summary>
    public double? PerDay { get; init; }

    /// <summary>When the cookie passes 32 bits at that rate; null where that is not to be told.</summary>
    public DateTimeOffset? OverflowsAt { get; init; }

    /// <summary>Whether this version survives that (242 and later); null where the version tells nothing.</summary>
    public bool? SurvivesOverflow { get; init; }

    /// <summary>What is asked now, of whom: <c>systemd</c> or <c>dbus-daemon</c>; null when nothing is.</summary>
    public string? Asked { get; init; }

    /// <summary>What is asked.</summary>
    public string? Call { get; init; }

    /// <summary>Pid of the process that is asked now.</summary>
    public int? AskedPid { get; init; }

    /// <summary>When that was sent.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>True when that is past its deadline.</summary>
    public bool Hangs { get; init; }

    /// <summary>Why there was no answer the last time; null when there was one.</summary>
    public string? Failure { get; init; }
}
