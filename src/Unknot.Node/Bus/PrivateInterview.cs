using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Bus;

/// <summary>
/// Asks systemd on <c>/run/systemd/private</c>, which it serves itself, without a bus. The serial of an answer there counts that one connection
/// and is no measure of the cookie on the bus.
/// </summary>
internal static class PrivateInterview
{
    public static void Run(NodeOptions options, BusTarget target, Action<ProbeRecord> record, CancellationToken cancellation)
    {
        ProbeTime time = new(options.ProbeDeadline, cancellation);
        Dictionary<string, string> values = new() { ["socket"] = target.Path };
        using DbusConnection? connection = DbusConnection.Open(options.ProcRoot, target.Pid, target.Path, time, out DbusReply reply);
        if (connection is not null) reply = connection.Call(DbusCall.ManagerVersion(null), time);
        if (reply is { IsReturn: true, Message.FirstText: { } version }) values["version"] = version;
        record(ProbeLines.Of(Components.Systemd, target.Pid, BusInterview.VersionCall, reply, values));
    }
}
