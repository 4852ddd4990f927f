using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// <c>docker</c> commands that have been waiting for an answer: they show who notices, for how long, and which container it is about,
/// which the daemon's own dump does not tell any more.
/// </summary>
internal sealed class ClientRule : IWaitRule
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(3);

    private static readonly Dictionary<string, string> Handlers = new(StringComparer.Ordinal)
    {
        ["inspect"] = "inspect", ["start"] = "start", ["stop"] = "stop", ["kill"] = "kill", ["rm"] = "remove", ["restart"] = "restart", ["pause"] = "pause", ["unpause"] = "unpause",
        ["exec"] = "exec start", ["update"] = "update", ["ps"] = "list", ["run"] = "start", ["create"] = "create",
    };

    public string Name => "client";

    public void Apply(WaitGraphBuilder graph)
    {
        List<(ProcessView Process, string Verb, string? Container)> clients = [];
        foreach (ProcessView process in graph.Processes)
        {
            if (process.Process.State == 'Z' || process.Process.Arguments.Count < 2 || process.Activity != "docker") continue;
            string verb = process.Process.Arguments[1] == "container" && process.Process.Arguments.Count > 2 ? process.Process.Arguments[2] : process.Process.Arguments[1];
            if (Handlers.ContainsKey(verb)) clients.Add((process, verb, Target(graph, process)));
        }

        foreach (var group in clients.GroupBy(c => (c.Verb, c.Container))) AddGroup(graph, group.Key.Verb, group.Key.Container, [.. group.Select(c => c.Process)]);
        NameContainers(graph, clients);
    }

    private void AddGroup(WaitGraphBuilder graph, string verb, string? container, List<ProcessView> processes)
    {
        TimeSpan? age = processes.Max(p => p.Process.Age);
        List<Waiter> servers = graph.Waiters.Where(w => w.Component == Components.Dockerd && w.Kind == WaiterKind.Goroutine && w.Activity == Handlers[verb]).ToList();
        bool stopped = graph.ProcessesOf(Components.Dockerd) is { Count: 1 } only && (only[0].IsStopped || graph.ProcessesOf(Components.Containerd) is { Count: 1 } below && below[0].IsStopped);
        if (servers.Count == 0 && (age is null || age < Overdue) && !stopped) return;
        // run and exec stay with their container by design; only their request in dockerd tells whether they wait.
        if (servers.Count == 0 && verb is "run" or "exec" && !stopped) return;
        foreach (Waiter server in servers)
        {
            if (age >= Overdue && (server.WaitingAtLeast is not { } known || known < age)) server.WaitingAtLeast = age;
            if (container is not null && servers.Count == 1) server.ContainerId ??= container;
        }

        Waiter client = graph.Process(processes[0].Pid);
        client.Component = "docker";
        client.Count = processes.Count;
        client.Activity = $"docker {verb}{(container is null ? "" : " " + Ids.Short(container))}";
        client.WaitingAtLeast = age > TimeSpan.Zero ? age : null;
        client.ContainerId = container;
        client.IsEntry = true;
        client.EntryRank = 3;
        Resource answer = graph.Resource(ResourceKind.Http, $"{client.Id} answer", $"Docker API {Handlers[verb]}");
        answer.ContainerId = container;
        graph.Wait(client, answer, Name, Certainty.Exact, [.. processes[0].Process.Origins.Take(1)]);
        foreach (Waiter server in servers)
            graph.Hold(answer, server, Name, Certainty.Inferred, 0.95 / servers.Count, $"serves {Handlers[verb]} in dockerd's dump", [.. server.Origins.Take(1)]);
        if (servers.Count > 0 || graph.ProcessesOf(Components.Dockerd) is not { Count: 1 } daemon) return;
        Waiter holder = container is not null && DaemonOperations.Of(graph, daemon[0], container) is { WaitEdges.Count: > 0 } operation ? operation : graph.Process(daemon[0].Pid);
        graph.Hold(answer, holder, Name, Certainty.Inferred, 0.85, "the only dockerd there is");
    }

    // All waiting clients ask about one container: then that is the one whose lock they wait for.
    private static void NameContainers(WaitGraphBuilder graph, List<(ProcessView Process, string Verb, string? Container)> clients)
    {
        string[] asked = clients.Where(c => c.Container is not null).Select(c => c.Container!).Distinct().ToArray();
        List<Resource> locks = graph.Resources.Where(r => r.Label.StartsWith("container lock", StringComparison.Ordinal)).ToList();
        if (asked.Length == 1 && locks.Count == 1) locks[0].ContainerId ??= asked[0];
    }

    private static string? Target(WaitGraphBuilder graph, ProcessView process)
    {
        foreach (string argument in process.Process.Arguments.Skip(2))
        {
            if (argument.Length == 64 && argument.All(char.IsAsciiHexDigit)) return argument;
            ContainerEvidence? named = graph.Snapshot.Containers.FirstOrDefault(c => c.Name == argument || (argument.Length >= 12 && c.Id.StartsWith(argument, StringComparison.Ordinal)));
            if (named is not null) return graph.FullContainerId(named.Id);
        }

        return null;
    }
}
