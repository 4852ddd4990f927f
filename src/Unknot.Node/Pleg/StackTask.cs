namespace Unknot.Node.Pleg;

/// <summary>A task of the stack that does not run as it should.</summary>
/// <param name="Member">Its process.</param>
/// <param name="Tid">The task.</param>
/// <param name="State"><c>T</c> or <c>t</c> stopped, <c>D</c> in uninterruptible sleep, <c>old</c> for a runc that should live for milliseconds.</param>
/// <param name="Since">When it was first seen so.</param>
internal sealed record StackTask(StackMember Member, int Tid, string State, DateTimeOffset Since)
{
    /// <summary>In words.</summary>
    public string Says => State switch
    {
        "T" or "t" => $"{Member.Component} {Member.Pid} is stopped",
        "D" => $"{Member.Component} {Member.Pid} is in uninterruptible sleep",
        _ => $"{Member.Component} {Member.Pid} does not end",
    };

    public bool IsStopped => State is "T" or "t";
}
