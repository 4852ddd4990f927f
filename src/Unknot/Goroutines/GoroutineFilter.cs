using System.Text.RegularExpressions;

namespace Unknot.Goroutines;

/// <summary>Which goroutines the call asks for; all conditions must hold. Empty: every goroutine.</summary>
internal sealed record GoroutineFilter
{
    /// <summary>Stands in the state or wait reason; letter case does not count.</summary>
    public string? State { get; init; }

    /// <summary>Matches the full name of a function in the stack (the <c>created by</c> line is not asked).</summary>
    public Regex? Function { get; init; }

    /// <summary>
    /// Has waited at least so long for certain: the printed minutes are a lower bound, so that a goroutine that printed none is never among them.
    /// </summary>
    public TimeSpan? LongerThan { get; init; }

    /// <summary>Stands as an argument word in some frame.</summary>
    public ulong? Pointer { get; init; }

    public bool IsEmpty => State is null && Function is null && LongerThan is null && Pointer is null;
}
