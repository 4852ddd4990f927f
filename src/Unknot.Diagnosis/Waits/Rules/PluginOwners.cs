using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Which process is the plugin that owes dockerd an answer: it owns the other end of dockerd's connection to a socket below a
/// <c>plugins</c> folder (/run/docker/plugins); where it has not even accepted, its command line may name the socket.
/// </summary>
internal static class PluginOwners
{
    // One call in flight proves no hang; somebody who has waited for seconds behind it does (RootJudge).
    private const double InFlight = 0.75;
    private const double Overdue = 0.85;

    public static void AddHolders(WaitGraphBuilder graph, Resource call, int? caller, string function, string rule, Provenance evidence)
    {
        string role = RoleOf(function);
        List<(ProcessView Process, string Why, Provenance Place)> plugins = Connected(graph, caller);
        if (plugins.Count == 0) plugins = Named(graph);
        foreach ((ProcessView process, string why, Provenance place) in plugins)
            Add(graph, call, graph.Process(process.Pid, role), 0.95 / plugins.Count, why, rule, place);
        if (plugins.Count == 0) Add(graph, call, graph.External("plugin (not in the evidence)", role, $"{call.Method} not answered"), 0.9, $"{Activities.ShortName(function)} waits for the plugin's HTTP answer", rule, evidence);
    }

    private static void Add(WaitGraphBuilder graph, Resource call, Waiter plugin, double confidence, string why, string rule, Provenance evidence)
    {
        graph.Hold(call, plugin, rule, Certainty.Inferred, confidence, why, evidence);
        bool overdue = call.WaitEdges.Exists(e => e.Waiter.WaitingAtLeast is not null);
        WaitGraphBuilder.Stuck(plugin, overdue ? Overdue : InFlight, "PluginNotAnswering", $"a plugin has not answered {call.Method}");
    }

    private static string RoleOf(string function) =>
        function.Contains("volume", StringComparison.Ordinal) ? Components.Csi : function.Contains("libnetwork", StringComparison.Ordinal) ? Components.Cni : "plugin";

    private static List<(ProcessView Process, string Why, Provenance Place)> Connected(WaitGraphBuilder graph, int? caller)
    {
        List<(ProcessView Process, string Why, Provenance Place)> plugins = [];
        foreach (SocketEvidence own in caller is { } pid ? graph.SocketsOf(pid) : [])
        {
            if (own.IsListening || graph.SocketOf(own.PeerInode) is not { Path: { } path } peer || !path.Contains("/plugins/", StringComparison.Ordinal)) continue;
            foreach (SocketOwner owner in peer.Owners)
            {
                if (graph.ProcessOf(owner.Pid) is { } process && !plugins.Exists(p => p.Process == process)) plugins.Add((process, $"the other end of the caller's connection to {path}", peer.Origin));
            }
        }

        return plugins;
    }

    private static List<(ProcessView Process, string Why, Provenance Place)> Named(WaitGraphBuilder graph)
    {
        List<ProcessView> named = graph.Processes.Where(p => p.Process.State != 'Z' && p.Process.Origins.Count > 0 && p.Process.Arguments.Skip(1).Any(a => a.Contains("/plugins/", StringComparison.Ordinal) && a.Contains(".sock", StringComparison.Ordinal))).ToList();
        return named.Count == 1 ? [(named[0], "its command line names a plugin's socket", named[0].Process.Origins[0])] : [];
    }
}
