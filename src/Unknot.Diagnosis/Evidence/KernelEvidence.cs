namespace Unknot.Diagnosis.Evidence;

/// <summary>A unix socket as <c>ss -xp</c> or netlink sock_diag shows it.</summary>
/// <param name="Inode">Its inode (<c>socket:[N]</c> in /proc/PID/fd).</param>
/// <param name="PeerInode">Inode of the other end; 0 when it has none (listening, or never accepted).</param>
/// <param name="Path">Address it is bound to (<c>/run/dbus/system_bus_socket</c>, <c>@abstract</c>); null when unnamed.</param>
/// <param name="IsListening">True in state LISTEN.</param>
/// <param name="ReceiveQueue">Recv-Q: bytes not read by its owner; connections not accepted where it listens.</param>
/// <param name="SendQueue">Send-Q: bytes that the peer has not read; the backlog's limit where it listens.</param>
/// <param name="Owners">Processes that hold it open.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record SocketEvidence(
    ulong Inode, ulong PeerInode, string? Path, bool IsListening, long ReceiveQueue, long SendQueue, IReadOnlyList<SocketOwner> Owners, Provenance Origin);

/// <summary>A process that holds a socket open.</summary>
/// <param name="Name">Its <c>comm</c>.</param>
/// <param name="Pid">Its pid.</param>
/// <param name="Fd">The descriptor.</param>
public sealed record SocketOwner(string Name, int Pid, int Fd);

/// <summary>A mount.</summary>
/// <param name="Source">Device, server path (<c>nfs1:/export</c>) or file-system name.</param>
/// <param name="Target">Where it is mounted.</param>
/// <param name="FileSystem">Type: <c>ext4</c>, <c>nfs4</c>, <c>fuse.sshfs</c>, <c>overlay</c>, …</param>
/// <param name="Options">Mount options, comma separated.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record MountEvidence(string Source, string Target, string FileSystem, string Options, Provenance Origin);

/// <summary>A task that the kernel reported as hung (<c>kernel/hung_task.c</c>) or as a lockup.</summary>
/// <param name="TaskName">Its <c>comm</c>.</param>
/// <param name="Pid">Its pid.</param>
/// <param name="Seconds">"blocked for more than N seconds"; 0 when not told.</param>
/// <param name="KernelStack">Function names of its call trace, innermost first.</param>
/// <param name="BlockerName">"likely owned by task NAME:PID" (Linux 6.15 and later); null when not told.</param>
/// <param name="BlockerPid">Pid of that task; null when not told.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record HungTaskEvidence(
    string TaskName, int Pid, int Seconds, IReadOnlyList<string> KernelStack, string? BlockerName, int? BlockerPid, Provenance Origin);

/// <summary>State of a freezer cgroup: <c>freezer.state</c> (v1) or <c>cgroup.freeze</c> (v2).</summary>
/// <param name="CgroupPath">Path of the cgroup.</param>
/// <param name="State"><c>FROZEN</c>, <c>FREEZING</c>, <c>THAWED</c>.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record FreezerEvidence(string CgroupPath, string State, Provenance Origin);

/// <summary>A name on a D-Bus, from <c>busctl list</c>.</summary>
/// <param name="Name"><c>org.freedesktop.systemd1</c> or <c>:1.42</c>.</param>
/// <param name="Pid">Owner's pid; null when not told.</param>
/// <param name="ProcessName">Owner's name; null when not told.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record BusNameEvidence(string Name, int? Pid, string? ProcessName, Provenance Origin);

/// <summary>The last thing a process was seen doing under strace.</summary>
/// <param name="Pid">Process or thread id; null when the output has none.</param>
/// <param name="Syscall">System call of the last line: <c>write</c>, <c>recvmsg</c>, <c>futex</c>.</param>
/// <param name="Text">The line.</param>
/// <param name="IsUnfinished">True where the call had not returned.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record TraceEndEvidence(int? Pid, string Syscall, string Text, bool IsUnfinished, Provenance Origin);
