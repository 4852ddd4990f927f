namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A thread of a <see cref="ProcessRecord"/>.</summary>
internal sealed record ThreadRecord
{
    /// <summary>Thread id.</summary>
    public required int Tid { get; init; }

    /// <summary><c>comm</c>.</summary>
    public string? Name { get; init; }

    /// <summary>State letter.</summary>
    public string? State { get; init; }

    /// <summary>Kernel function that it waits in.</summary>
    public string? Wchan { get; init; }

    /// <summary><c>/proc/PID/task/TID/syscall</c> as the kernel prints it.</summary>
    public string? Syscall { get; init; }

    /// <summary>Lines of <c>/proc/PID/task/TID/stack</c>.</summary>
    public IReadOnlyList<string>? Stack { get; init; }
}
