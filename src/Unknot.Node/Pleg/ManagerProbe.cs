using Unknot.Diagnosis.Evidence;
using Unknot.Node.Bus;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Pleg;

/// <summary>
/// Asks systemd for its version once a minute, through the bus where there is one, on a thread of its own. A request that is not answered is waited for as long as it
/// takes: no second one is sent meanwhile.
/// </summary>
internal sealed class ManagerProbe(string procRoot, ManagerState state)
{
    private const string ManagerName = "org.freedesktop.systemd1";
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1), s_untilAnswered = TimeSpan.FromDays(3650);
    private volatile IReadOnlyList<int>? _pids;

    /// <summary>Pids of systemd and of message buses on the node.</summary>
    public void Tell(IReadOnlyList<int> pids) => _pids = pids;

    /// <summary>Asks until the end.</summary>
    public void Start(CancellationToken end) => new Thread(() => Run(end)) { IsBackground = true, Name = "systemd" }.Start();

    private void Run(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            bool hasAsked = _pids is { } pids && Guard(pids, end);
            end.WaitHandle.WaitOne(hasAsked ? s_period : TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>The edge of this source: what breaks it must not cost the rest of the watch.</summary>
    private bool Guard(IReadOnlyList<int> pids, CancellationToken end)
    {
        try
        {
            AskOnce(pids, end);
        }
        catch (Exception error)
        {
            state.Ended($"{error.GetType().Name}: {error.Message}");
        }

        return true;
    }

    private void AskOnce(IReadOnlyList<int> pids, CancellationToken end)
    {
        ProcessTable processes = new();
        ProcessReader reader = new(procRoot);
        foreach (int pid in pids)
        {
            if (reader.Read(pid, static _ => { }) is { } process) processes.Add(process);
        }

        SocketTable sockets = NodeSockets.Read(procRoot, end);
        IReadOnlyList<BusTarget> targets = BusFinder.Find(processes, sockets, out _);
        if (targets.FirstOrDefault(t => !t.IsPrivate) is { } bus) AskThroughBus(bus, processes, end);
        else if (targets.FirstOrDefault(t => t.IsPrivate) is { } own) AskDirectly(own, end);
        else state.Ended("neither a message bus nor systemd listens here");
    }

    private void AskThroughBus(BusTarget bus, ProcessTable processes, CancellationToken end)
    {
        state.Ask(Components.DbusDaemon, bus.Pid, "connect");
        using DbusConnection? connection = DbusConnection.Open(procRoot, bus.Pid, bus.Path, UntilAnswered(end), out DbusReply reply);
        if (connection is null)
        {
            state.Ended(reply.Detail);
            return;
        }

        if (!TryCall(connection, Components.DbusDaemon, bus.Pid, DbusCall.ToBus("Hello"), end, out reply)) return;
        if (!TryCall(connection, Components.DbusDaemon, bus.Pid, DbusCall.ToBus("GetNameOwner", ManagerName), end, out DbusReply owner)) return;
        if (!TryCall(connection, Components.DbusDaemon, bus.Pid, DbusCall.ToBus("GetConnectionUnixProcessID", ManagerName), end, out reply)) return;
        int? manager = reply.Message?.Body is [{ Type: 'u' } pid] ? NamespacePids.Of(procRoot, processes, bus.Pid).Outer((int)Math.Min(pid.Bits, int.MaxValue)) : null;
        state.Ask(Components.Systemd, manager, BusInterview.VersionCall);
        reply = connection.Call(DbusCall.ManagerVersion(ManagerName), UntilAnswered(end));
        // The bus writes the sender: only the owner's own serial is its counter.
        uint? cookie = reply.IsReturn && reply.Message!.Sender == owner.Message!.FirstText ? reply.Message.Serial : null;
        Settle(reply, manager, cookie);
    }

    private void AskDirectly(BusTarget own, CancellationToken end)
    {
        state.Ask(Components.Systemd, own.Pid, "connect");
        using DbusConnection? connection = DbusConnection.Open(procRoot, own.Pid, own.Path, UntilAnswered(end), out DbusReply reply);
        if (connection is null)
        {
            state.Ended(reply.Detail);
            return;
        }

        state.Ask(Components.Systemd, own.Pid, BusInterview.VersionCall);
        Settle(connection.Call(DbusCall.ManagerVersion(null), UntilAnswered(end)), own.Pid, null);
    }

    private void Settle(DbusReply reply, int? pid, uint? cookie)
    {
        if (reply.IsReturn) state.Answered(pid, reply.Message!.FirstText, cookie);
        else state.Ended(reply.Detail);
    }

    /// <returns>False when the bus gave an error, or is gone.</returns>
    private bool TryCall(DbusConnection connection, string component, int pid, DbusCall call, CancellationToken end, out DbusReply reply)
    {
        state.Ask(component, pid, call.Member);
        reply = connection.Call(call, UntilAnswered(end));
        if (!reply.IsReturn) state.Ended($"{call.Member}: {reply.Detail}");
        return reply.IsReturn;
    }

    private static ProbeTime UntilAnswered(CancellationToken end) => new(s_untilAnswered, end);
}
