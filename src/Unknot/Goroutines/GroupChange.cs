namespace Unknot.Goroutines;

/// <summary>One group in two dumps.</summary>
/// <param name="Group">As it stands in the new dump; in the old one where it is gone.</param>
/// <param name="OldCount">Goroutines in the old dump; 0 where it is new.</param>
/// <param name="NewCount">Goroutines in the new dump; 0 where it is gone.</param>
internal sealed record GroupChange(GoroutineGroup Group, long OldCount, long NewCount)
{
    public long Growth => NewCount - OldCount;
}
