using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// An HTTP request that waits for its answer: the kubelet's (dockershim's) to the Docker API, joined with dockerd's goroutines in the
/// handler of the same operation; dockerd's to a volume, network or log plugin, which is then the one to answer.
/// </summary>
internal sealed class HttpCallRule : IWaitRule
{
    private static readonly (string Client, string Handler)[] DockerOperations =
    [
        ("(*Client).ContainerInspect", "daemon.(*Daemon).ContainerInspect"),
        ("(*Client).ContainerList", "daemon.(*Daemon).Containers"),
        ("(*Client).ContainerStart", "daemon.(*Daemon).ContainerStart"),
        ("(*Client).ContainerStop", "daemon.(*Daemon).ContainerStop"),
        ("(*Client).ContainerKill", "daemon.(*Daemon).ContainerKill"),
        ("(*Client).ContainerRemove", "daemon.(*Daemon).ContainerRm"),
        ("(*Client).ContainerCreate", "daemon.(*Daemon).ContainerCreate"),
        ("(*Client).ContainerExecCreate", "daemon.(*Daemon).ContainerExecCreate"),
        ("(*Client).ContainerExecStart", "daemon.(*Daemon).ContainerExecStart"),
        ("(*Client).ContainerExecInspect", "daemon.(*Daemon).ContainerExecInspect"),
        ("(*Client).ContainerStats", "daemon.(*Daemon).ContainerStats"),
        ("(*Client).ImagePull", "images.(*ImageService).PullImage"),
        ("(*Client).Info", "daemon.(*Daemon).SystemInfo"),
    ];

    private static readonly string[] PluginFrames = ["pkg/plugins.(*Client)", "volume/drivers.(*volumeDriver", "volumedrivers.(*volumeDriver", "libnetwork/drivers/remote.", "libnetwork/ipams/remote.", "logger.(*logPluginProxy)"];

    public string Name => "http-call";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles.Where(p => p.IsHttpCall && !p.IsIdle))
            {
                if (PluginFrame(profile) is { } plugin) ToPlugin(graph, view, profile, plugin);
                else if (view.Component is Components.Kubelet or Components.CriDockerd) ToDocker(graph, view, profile);
            }
        }
    }

    // The driver's own method says what was asked; the plugin client below it only that something was.
    private static string? PluginFrame(StackProfile profile)
    {
        string[] frames = profile.Functions.Where(f => PluginFrames.Any(p => f.Contains(p, StringComparison.Ordinal))).ToArray();
        return frames.FirstOrDefault(f => !f.Contains("pkg/plugins.(*Client)", StringComparison.Ordinal)) ?? frames.FirstOrDefault();
    }

    private void ToDocker(WaitGraphBuilder graph, DumpView view, StackProfile profile)
    {
        (string Client, string Handler) operation = DockerOperations.FirstOrDefault(o => profile.Functions.Any(f => f.Contains("docker/client." + o.Client, StringComparison.Ordinal)));
        if (operation.Client is null) return;
        string word = operation.Client[(operation.Client.LastIndexOf('.') + 1)..];
        foreach (int i in view.GoroutinesOn(profile))
        {
            Waiter waiter = graph.Goroutine(view, i);
            Resource resource = graph.Resource(ResourceKind.Http, $"{waiter.Id} http {word}", $"Docker API {word}");
            resource.Method = word;
            graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
            AddServers(graph, resource, operation.Handler);
        }
    }

    private void AddServers(WaitGraphBuilder graph, Resource resource, string handler)
    {
        List<Waiter> servers = [];
        foreach (DumpView view in graph.ViewsOf(Components.Dockerd))
        {
            foreach (StackProfile profile in view.Profiles.Where(p => p.ServesHttp && p.Functions.Any(f => f.Contains(handler, StringComparison.Ordinal))))
                servers.AddRange(view.GoroutinesOn(profile).Select(i => graph.Goroutine(view, i)).Distinct());
        }

        servers = servers.Distinct().ToList();
        foreach (Waiter server in servers)
            graph.Hold(resource, server, Name, Certainty.Inferred, 0.95 / servers.Count, $"serves {resource.Method} in dockerd's dump", [.. server.Origins.Take(1)]);
        if (servers.Count > 0) return;
        IReadOnlyList<ProcessView> daemons = graph.ProcessesOf(Components.Dockerd);
        if (daemons.Count == 1)
            graph.Hold(resource, graph.Process(daemons[0].Pid), Name, Certainty.Inferred, 0.85, "the only dockerd there is");
        else if (daemons.Count == 0)
            graph.Hold(resource, graph.External("dockerd (not in the evidence)", Components.Dockerd, ""), Name, Certainty.Assumed, 0.8, "the Docker API is dockerd's; neither its dump nor its process is in the evidence");
    }

    private void ToPlugin(WaitGraphBuilder graph, DumpView view, StackProfile profile, string function)
    {
        foreach (int i in view.GoroutinesOn(profile))
        {
            Waiter waiter = graph.Goroutine(view, i);
            string method = function[(function.LastIndexOf('.') + 1)..];
            Resource resource = graph.Resource(ResourceKind.Http, $"{waiter.Id} plugin {method}", $"plugin's answer to {method}");
            resource.Method = method;
            graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
            PluginOwners.AddHolders(graph, resource, view.Evidence.Pid, function, Name, waiter.Origins[0]);
        }
    }
}
