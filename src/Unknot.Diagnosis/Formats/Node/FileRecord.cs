namespace Unknot.Diagnosis.Formats.Node;

/// <summary>An open file of a <see cref="ProcessRecord"/>.</summary>
internal sealed record FileRecord
{
    /// <summary>Descriptor.</summary>
    public required int Fd { get; init; }

    /// <summary>What the link says.</summary>
    public required string To { get; init; }

    /// <summary><c>r</c>, <c>w</c> or <c>rw</c>, from the link's mode bits (<c>fs/proc/fd.c</c>); null when not asked.</summary>
    public string? Mode { get; init; }
}
