using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Bus;

/// <summary>Finds the system buses and systemd's private sockets by who listens on them. Session buses and those inside containers are none of the node's.</summary>
internal static class BusFinder
{
    private const string SystemBus = "system_bus_socket", Private = "/systemd/private", UsualPath = "/run/dbus/system_bus_socket";

    /// <summary>The sockets, each with the process that should answer.</summary>
    /// <param name="processes">Processes of the node.</param>
    /// <param name="sockets">Its unix sockets.</param>
    /// <param name="idle">Paths of buses that systemd listens on and nobody serves: asking would start one.</param>
    public static IReadOnlyList<BusTarget> Find(ProcessTable processes, SocketTable sockets, out IReadOnlyList<string> idle)
    {
        Dictionary<ulong, List<ProcessRecord>> listeners = [];
        // Where the whole node is a container, its own id stands in every cgroup and sets nothing apart.
        string? own = ContainerOf(processes.Of(1));
        foreach (ProcessRecord process in processes.All.Where(p => p.State != "Z" && ContainerOf(p) == own && !IsOfSession(p)))
        {
            foreach (ulong inode in (process.Files ?? []).Select(f => Inode(f.To)).Where(i => sockets.Of(i) is { Listening: true, Path: not null }))
            {
                if (!listeners.TryGetValue(inode, out List<ProcessRecord>? list)) listeners[inode] = list = [];
                if (!list.Contains(process)) list.Add(process);
            }
        }

        List<BusTarget> targets = [];
        List<string> unserved = [];
        foreach ((ulong inode, List<ProcessRecord> owners) in listeners)
        {
            string path = sockets.Of(inode)!.Path!;
            if (path.EndsWith(Private, StringComparison.Ordinal) && !path.Contains("/run/user/", StringComparison.Ordinal))
            {
                targets.Add(new BusTarget(path, owners.OrderBy(o => o.StartTicks).First().Pid, IsPrivate: true));
            }
            else if (path.EndsWith(SystemBus, StringComparison.Ordinal) || owners.Exists(IsBus))
            {
                // systemd keeps the bus' listening socket open beside the bus; dbus-broker's launcher beside the broker.
                ProcessRecord? server = owners.Where(o => ProcessTable.ComponentOf(o) != Components.Systemd).OrderBy(Rank).ThenByDescending(o => o.StartTicks).FirstOrDefault();
                if (server is null) unserved.Add(path);
                else targets.Add(new BusTarget(path, server.Pid, IsPrivate: false));
            }
        }

        if (!targets.Exists(t => !t.IsPrivate)) targets.AddRange(ByCommandLine(processes, own));
        idle = unserved;
        // A bus may listen on several addresses; one question is enough.
        return [.. targets.OrderBy(t => t.Path.EndsWith(SystemBus, StringComparison.Ordinal) || t.IsPrivate ? 0 : 1).DistinctBy(t => (t.Pid, t.IsPrivate)).OrderBy(t => t.Pid)];
    }

    // Without root nobody's open files can be read, yet anybody may ask the bus: then it is where it usually is.
    private static IEnumerable<BusTarget> ByCommandLine(ProcessTable processes, string? own) => processes.All
        .Where(p => p.State != "Z" && IsBus(p) && p.Files is null && ContainerOf(p) == own && (p.Arguments?.Contains("--system") == true || p.Name == "dbus-broker"))
        .Select(p => new BusTarget(UsualPath, p.Pid, IsPrivate: false));

    private static int Rank(ProcessRecord process) => process.Name == "dbus-broker" ? 0 : IsBus(process) ? 1 : 2;

    private static bool IsBus(ProcessRecord process) => ProcessTable.ComponentOf(process) == Components.DbusDaemon;

    private static bool IsOfSession(ProcessRecord process) =>
        process.Arguments is { } words && IsBus(process) && (words.Contains("--session") || (words.Contains("--scope") && words.Contains("user")))
        || process.Cgroups?.Any(c => c.Contains("/user@", StringComparison.Ordinal)) == true;

    private static string? ContainerOf(ProcessRecord? process) => process?.Cgroups?.Select(ContainerNames.OfCgroup).FirstOrDefault(id => id is not null);

    private static ulong Inode(string link) =>
        link.StartsWith("socket:[", StringComparison.Ordinal) && ulong.TryParse(link.AsSpan(8, link.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode) ? inode : 0;
}
