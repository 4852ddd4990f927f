using Unknot.Node.Daemons;

namespace Unknot.Node.Pleg;

/// <summary>What the sampling thread saw last.</summary>
/// <param name="At">When.</param>
/// <param name="Members">Processes of the stack.</param>
/// <param name="Odd">Tasks of it that do not run as they should.</param>
/// <param name="Pressure">Pressure stall information.</param>
/// <param name="Daemons">Daemons with a runtime interface.</param>
internal sealed record StackSample(
    DateTimeOffset At, IReadOnlyList<StackMember> Members, IReadOnlyList<StackTask> Odd, IReadOnlyList<PressureSample> Pressure, IReadOnlyList<Daemon> Daemons);
