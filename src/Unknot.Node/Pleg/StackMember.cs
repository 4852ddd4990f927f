namespace Unknot.Node.Pleg;

/// <summary>A process of the runtime stack.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot: with the pid, which process it is.</param>
/// <param name="Component">What it is.</param>
/// <param name="ContainerId">Container that a shim or runc works on; null for others.</param>
internal sealed record StackMember(int Pid, ulong StartTicks, string Component, string? ContainerId);
