namespace Unknot.Node.Pleg;

/// <summary>One runtime that is relisted: an interface of a daemon.</summary>
/// <param name="Component">Which daemon.</param>
/// <param name="Pid">Its pid.</param>
/// <param name="Api"><c>docker</c> or <c>cri</c>.</param>
/// <param name="Socket">The socket that is asked.</param>
internal sealed record RuntimeName(string Component, int Pid, string Api, string Socket)
{
    public override string ToString() => $"{Component} (pid {Pid})";
}
