namespace Unknot.Diagnosis.Evidence;

/// <summary>What came of a <see cref="ProbeEvidence"/>.</summary>
public enum ProbeOutcome
{
    /// <summary>It answered, be it with an error of its own (no such container).</summary>
    Answered,

    /// <summary>Nothing came within the deadline. The request was given up; it may live on in the daemon.</summary>
    TimedOut,

    /// <summary>Nobody listens (ECONNREFUSED, ENOENT), or access was denied (EACCES).</summary>
    Refused,

    /// <summary>What came was no answer: garbage, a closed connection, an error of the transport.</summary>
    Failed,
}
