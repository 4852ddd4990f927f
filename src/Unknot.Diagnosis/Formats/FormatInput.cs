using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>What a format reads and where it puts what it finds.</summary>
/// <param name="Text">The text.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Snapshot">Facts go here.</param>
/// <param name="Place">Process and item that the file's name tells, for copies of <c>/proc</c>; null when none.</param>
/// <param name="Reference">A time not before the text was written, to tell the year of dates without one; null when none is known.</param>
internal sealed record FormatInput(
    TextDocument Text, EvidenceFile File, EvidenceSnapshot Snapshot, ProcPath? Place = null, DateTimeOffset? Reference = null)
{
    /// <summary>Place of a line of <see cref="Text"/>.</summary>
    public Provenance Origin(int index) => new(File, Text.LineNumber(index));

    /// <summary>The content tells a time: the newest one counts as the time of collection.</summary>
    public void SawTime(DateTimeOffset time)
    {
        if (File.CollectedAt is null || time > File.CollectedAt) File.CollectedAt = time;
    }
}
