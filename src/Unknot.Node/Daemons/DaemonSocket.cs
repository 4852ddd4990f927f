namespace Unknot.Node.Daemons;

/// <summary>A unix socket that a daemon listens on.</summary>
/// <param name="Pid">The daemon, whose root and working folder the path is of.</param>
/// <param name="Path">The name that it is bound to, <c>@</c> for an abstract one.</param>
/// <param name="Inode">Its inode; 0 when the path is from the command line.</param>
internal sealed record DaemonSocket(int Pid, string Path, ulong Inode);
