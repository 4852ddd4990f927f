using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;

namespace Unknot.Node.Bus;

/// <summary>
/// One system bus: asks the bus itself for its id and names, then systemd through it. Ends at the first request that is not answered, so that
/// never more than one is outstanding.
/// </summary>
/// <param name="options">How the node is read.</param>
/// <param name="target">The bus.</param>
/// <param name="pids">Pids as the bus sees them.</param>
/// <param name="record">Takes a line for each request.</param>
internal sealed class BusInterview(NodeOptions options, BusTarget target, NamespacePids pids, Action<ProbeRecord> record)
{
    /// <summary>How probes name the question to systemd.</summary>
    public const string VersionCall = "Manager.Version";

    private const string ManagerName = "org.freedesktop.systemd1";

    // A bus answers some 20,000 such questions a second.
    private const int MaxNames = 2_000;
    private static readonly TimeSpan s_namesTime = TimeSpan.FromMilliseconds(700);

    /// <summary>Names on the bus; empty where it did not tell.</summary>
    public List<BusName> Names { get; } = [];

    /// <summary>Pid of the systemd that was asked, answered or not; null when none was.</summary>
    public int? AskedManager { get; private set; }

    public void Run(CancellationToken cancellation)
    {
        ProbeTime time = new(options.ProbeDeadline, cancellation);
        using DbusConnection? connection = DbusConnection.Open(options.ProcRoot, target.Pid, target.Path, time, out DbusReply opened);
        if (connection is null)
        {
            Record("connect", opened);
            return;
        }

        if (!Ask(connection, DbusCall.ToBus("Hello"), time, "uniqueName", out _)) return;
        if (!Ask(connection, DbusCall.ToBus("GetId"), Fresh(cancellation), "busId", out _)) return;
        if (!Ask(connection, DbusCall.ToBus("GetNameOwner", ManagerName), Fresh(cancellation), "owner", out DbusReply owner)) return;
        int? manager = null;
        if (owner.IsReturn)
        {
            if (!Ask(connection, DbusCall.ToBus("GetConnectionUnixProcessID", ManagerName), Fresh(cancellation), "pid", out DbusReply process)) return;
            manager = process.IsReturn ? PidOf(process) : null;
        }

        if (!ListNames(connection, cancellation) || !owner.IsReturn) return;
        AskManager(connection, manager, owner.Message!.FirstText, Fresh(cancellation));
    }

    private ProbeTime Fresh(CancellationToken cancellation) => new(options.ProbeDeadline, cancellation);

    private void AskManager(DbusConnection connection, int? manager, string? owner, ProbeTime time)
    {
        AskedManager = manager;
        DbusReply reply = connection.Call(DbusCall.ManagerVersion(ManagerName), time);
        Dictionary<string, string> values = new() { ["socket"] = target.Path };
        if (reply is { IsReturn: true, Message: { } message })
        {
            if (message.FirstText is { } version) values["version"] = version;
            // The bus writes the sender: only the owner's own serial is its counter (sd-bus numbers what it sends on a connection).
            if (message.Sender == owner) values["cookie"] = message.Serial.ToString(CultureInfo.InvariantCulture);
        }

        record(ProbeLines.Of(Components.Systemd, manager, VersionCall, reply, values));
    }

    /// <returns>False when the connection is of no more use.</returns>
    private bool Ask(DbusConnection connection, DbusCall call, ProbeTime time, string value, out DbusReply reply)
    {
        reply = connection.Call(call, time);
        string? told = !reply.IsReturn ? null : value == "pid" ? PidOf(reply)?.ToString(CultureInfo.InvariantCulture) : reply.Message!.FirstText;
        Record(call.Member, reply, value, told);
        return !connection.IsBroken;
    }

    private bool ListNames(DbusConnection connection, CancellationToken cancellation)
    {
        DbusReply reply = connection.Call(DbusCall.ToBus("ListNames"), Fresh(cancellation));
        string[] names = reply is { IsReturn: true, Message.Body: [{ Type: 'a' } list] } ? [.. list.Items.Select(i => i.Text).OfType<string>()] : [];
        Record("ListNames", reply, "names", names.Length.ToString(CultureInfo.InvariantCulture));
        ProbeTime together = new(s_namesTime, cancellation);
        foreach (string name in names.Take(MaxNames))
        {
            int? pid = null;
            if (!connection.IsBroken && !together.IsOver)
            {
                DbusReply process = connection.Call(DbusCall.ToBus("GetConnectionUnixProcessID", name), Fresh(cancellation));
                if (process.Outcome != ProbeOutcome.Answered) Record("GetConnectionUnixProcessID", process, "name", name);
                pid = process.IsReturn ? PidOf(process) : null;
            }

            Names.Add(new BusName(name, pid));
        }

        return !connection.IsBroken;
    }

    private int? PidOf(DbusReply reply) => reply.Message!.Body is [{ Type: 'u' } pid] ? pids.Outer((int)Math.Min(pid.Bits, int.MaxValue)) : null;

    private void Record(string call, DbusReply reply, string? name = null, string? value = null)
    {
        Dictionary<string, string> values = new() { ["socket"] = target.Path };
        if (name is not null && value is not null) values[name] = value;
        record(ProbeLines.Of(Components.DbusDaemon, target.Pid, call, reply, values));
    }
}
