using System.Text.Json;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Bus;

/// <summary>What came of a request, as a line of a <c>probes.jsonl</c>.</summary>
internal static class ProbeLines
{
    public static ProbeRecord Of(string component, int? pid, string call, DbusReply reply, Dictionary<string, string> values) => new()
    {
        Component = component,
        Pid = pid,
        Call = call,
        Outcome = JsonNamingPolicy.CamelCase.ConvertName(reply.Outcome.ToString()),
        Seconds = Math.Round(reply.Elapsed.TotalSeconds, 4),
        Detail = reply.Detail,
        Values = values,
    };
}
