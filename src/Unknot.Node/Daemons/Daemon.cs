using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Daemons;

/// <summary>A daemon of the runtime stack as it runs on the node.</summary>
/// <param name="Process">Its process.</param>
/// <param name="Component">What it is.</param>
/// <param name="Sockets">Unix sockets that it listens on; empty when that could not be read.</param>
internal sealed record Daemon(ProcessRecord Process, string Component, IReadOnlyList<DaemonSocket> Sockets)
{
    public int Pid => Process.Pid;

    /// <summary>Where it keeps its data, as its command line says (<c>--data-root</c>, <c>--graph</c>, <c>-g</c>, <c>--root</c>); null when not told.</summary>
    public string? DataRoot => DaemonArguments.Value(Process.Arguments, "--data-root", "--root", "--graph", "-g");

    /// <summary>Where it keeps what runs (<c>--exec-root</c>, <c>--state</c>); null when not told.</summary>
    public string? ExecRoot => DaemonArguments.Value(Process.Arguments, "--exec-root", "--state");

    public override string ToString() => $"{Component} (pid {Pid})";
}
