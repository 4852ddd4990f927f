using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// A gRPC or ttrpc call and who serves it: the goroutine in the other process' dump (or the same, for the kubelet's dockershim) that is in
/// the handler of the same method; without such a dump, the process on the other end.
/// </summary>
internal sealed class RpcCallRule : IWaitRule
{
    public string Name => "rpc-call";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (IGrouping<(string Call, bool IsTtrpc), StackProfile> calls in view.Profiles.Where(p => p.Call is not null && !p.IsIdle).GroupBy(p => (p.Call!, p.CallIsTtrpc)))
            {
                int[] callers = calls.SelectMany(view.GoroutinesOn).ToArray();
                List<Resource> resources = callers.Select(i => AddCall(graph, view, i, calls.Key.Call)).ToList();
                Serve(graph, view, calls.Key.Call, calls.Key.IsTtrpc, resources);
            }
        }
    }

    private Resource AddCall(WaitGraphBuilder graph, DumpView view, int goroutine, string call)
    {
        Waiter waiter = graph.Goroutine(view, goroutine);
        Resource resource = graph.Resource(ResourceKind.Rpc, $"{waiter.Id} rpc {call}", $"answer to {call}");
        resource.Method = call;
        resource.ContainerId = waiter.ContainerId;
        graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
        return resource;
    }

    private void Serve(WaitGraphBuilder graph, DumpView caller, string call, bool ttrpc, List<Resource> resources)
    {
        List<(DumpView View, int Goroutine)> servers = Servers(graph, caller, call);
        if (servers.Count > 0 && servers.Count <= 64)
        {
            // n calls and n handlers: the text does not pair them, but every one of them leads on.
            double each = 0.95 / Math.Max(1, servers.Count);
            foreach (Resource resource in resources)
            {
                foreach ((DumpView view, int goroutine) in servers)
                    graph.Hold(resource, graph.Goroutine(view, goroutine), Name, Certainty.Inferred, each, $"serves {call} in {view.Component}'s dump", view.ProvenanceOf(view.Dump[goroutine]));
            }

            return;
        }

        string server = ServerComponent(caller.Component, call, ttrpc);
        if (server == Components.Shim) ToShims(graph, call, resources);
        else ToDaemon(graph, server, call, resources);
    }

    private static List<(DumpView View, int Goroutine)> Servers(WaitGraphBuilder graph, DumpView caller, string call)
    {
        List<(DumpView View, int Goroutine)> servers = [];
        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles)
            {
                if (!SameMethod(profile.Serves, call)) continue;
                servers.AddRange(view.GoroutinesOn(profile).Select(i => (view, i)));
            }
        }

        // The kubelet's dockershim serves CRI in the kubelet itself; otherwise a process does not call itself.
        List<(DumpView View, int Goroutine)> own = servers.Where(s => s.View == caller).ToList();
        return own.Count > 0 ? own : servers;
    }

    private static bool SameMethod(string? served, string call)
    {
        if (served is null) return false;
        if (served == call) return true;
        int dot = call.LastIndexOf('.');
        // containerd's shim API was renamed over time (Shim.Create, Task.Create, TTRPCTask.Create).
        return call.StartsWith("Task.", StringComparison.Ordinal) && served.StartsWith("Task", StringComparison.Ordinal) && !served.StartsWith("Tasks.", StringComparison.Ordinal) && served.EndsWith(call[dot..], StringComparison.Ordinal);
    }

    private static string ServerComponent(string caller, string call, bool ttrpc)
    {
        if (ttrpc || call.StartsWith("Shim.", StringComparison.Ordinal) || call.StartsWith("Task.", StringComparison.Ordinal)) return Components.Shim;
        if (caller == Components.Kubelet && (call.StartsWith("RuntimeService.", StringComparison.Ordinal) || call.StartsWith("ImageService.", StringComparison.Ordinal))) return "";
        return caller == Components.Dockerd ? Components.Containerd : "";
    }

    private void ToDaemon(WaitGraphBuilder graph, string component, string call, List<Resource> resources)
    {
        IReadOnlyList<ProcessView> processes = component.Length > 0
            ? graph.ProcessesOf(component)
            : [.. graph.ProcessesOf(Components.Containerd), .. graph.ProcessesOf(Components.Crio), .. graph.ProcessesOf(Components.CriDockerd)];
        processes = processes.Where(p => p.Process.State != 'Z').ToArray();
        foreach (Resource resource in resources)
        {
            if (processes.Count == 1)
            {
                Waiter daemon = graph.Process(processes[0].Pid);
                bool dumped = graph.ViewsOf(daemon.Component).Any();
                if (dumped && !processes[0].IsStopped) resource.Note = $"no goroutine in {daemon.Component}'s dump serves {call}";
                graph.Hold(resource, daemon, Name, Certainty.Inferred, dumped && !processes[0].IsStopped ? 0.5 : 0.9, $"the only {daemon.Component} there is", [.. daemon.Origins]);
            }
            else if (processes.Count == 0 && component.Length > 0)
            {
                Waiter outside = graph.External($"{component} (not in the evidence)", component, "");
                graph.Hold(resource, outside, Name, Certainty.Assumed, 0.8, $"{call} is {component}'s method; neither its dump nor its process is in the evidence");
            }
        }
    }

    // Which shim: the one of the container where the call tells, else those that are busy with such a call: stopped, with unread requests, or above a runtime command.
    private void ToShims(WaitGraphBuilder graph, string call, List<Resource> resources)
    {
        List<(ProcessView Shim, double Weight, string Why)> busy = ShimActivity.Busy(graph, call);
        foreach (Resource resource in resources)
        {
            foreach ((ProcessView shim, double weight, string why) in busy)
            {
                Waiter waiter = graph.Process(shim.Pid);
                graph.Hold(resource, waiter, Name, Certainty.Inferred, weight / Math.Max(1, busy.Count), why, [.. waiter.Origins.Take(1)]);
            }

            if (busy.Count > 0) continue;
            Waiter outside = graph.External("containerd-shim (not in the evidence)", Components.Shim, "");
            bool quiet = graph.ProcessesOf(Components.Shim).Count > 0;
            graph.Hold(resource, outside, Name, Certainty.Assumed, quiet ? 0.4 : 0.8, quiet ? "no shim in the evidence shows that it is busy with this call" : $"{call} is the shim's method; no shim is in the evidence");
        }
    }
}
