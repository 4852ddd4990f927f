using System.Globalization;
using Grpc.Core;
using Unknot.Node.Cri;
using Unknot.Node.Cri.Wire;
using Unknot.Node.Daemons;

namespace Unknot.Node.Pleg;

/// <summary>A runtime behind the Container Runtime Interface.</summary>
internal sealed class CriRuntime(SocketDialer dialer) : IContainerRuntime
{
    private readonly CriClient _client = new(dialer);
    private readonly Dictionary<string, string> _pods = new(StringComparer.Ordinal);
    private IReadOnlyList<ListedContainer> _containers = [];
    private VersionResponse? _version;

    public string Api => "cri";

    public string Path => _client.Path;

    public async Task ContactAsync(CancellationToken end) => _version = await _client.VersionAsync(end).ConfigureAwait(false);

    public async Task<IReadOnlyList<ListedContainer>> ListAsync(CancellationToken end)
    {
        ListContainersResponse list = await _client.ListContainersAsync(end).ConfigureAwait(false);
        // Pods keep their names: they are asked for only when a container names one that is not known.
        if (list.Containers.Any(c => !_pods.ContainsKey(c.PodSandboxId))) await ReadPodsAsync(end).ConfigureAwait(false);
        bool same = list.Containers.Count == _containers.Count;
        ListedContainer[] containers = new ListedContainer[list.Containers.Count];
        for (int i = 0; i < containers.Length; i++)
        {
            Container container = list.Containers[i];
            string pod = _pods.GetValueOrDefault(container.PodSandboxId, "");
            ListedContainer now = new(container.Id, container.Metadata?.Name ?? "", pod.Length > 0 ? pod : null, StateOf(container.State));
            ListedContainer? was = i < _containers.Count ? _containers[i] : null;
            same &= was == now;
            containers[i] = now;
        }

        if (!same) _containers = containers;
        return _containers;
    }

    public async Task<string?> InspectAsync(string id, CancellationToken end)
    {
        try
        {
            ContainerStatusResponse answer = await _client.ContainerStatusAsync(id, end).ConfigureAwait(false);
            return answer.Status is { } status ? StateOf(status.State) : null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task FollowAsync(Action begun, Action<string> told, CancellationToken end)
    {
        if (!IsShared(_version)) return;
        try
        {
            IAsyncEnumerable<ContainerEventResponse> events = _client.EventsAsync(end);
            begun();
            await foreach (ContainerEventResponse one in events.ConfigureAwait(false)) told(one.ContainerId);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unimplemented)
        {
            // Relisting is what remains.
        }
    }

    public Task<int?> CountGoroutinesAsync(CancellationToken end) => Task.FromResult<int?>(null);

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Whether several may follow the events. containerd before 2.0 and CRI-O before 1.28 give each event to one of those that follow (containerd issue 7318, CRI-O issue 6466):
    /// to follow them would take them away from the kubelet.
    /// </summary>
    internal static bool IsShared(VersionResponse? version)
    {
        if (version is null) return false;
        string[] parts = version.RuntimeVersion.TrimStart('v').Split('.', '-', '+');
        if (parts.Length < 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)) return false;
        return version.RuntimeName switch
        {
            "containerd" => major >= 2,
            "cri-o" => (major, minor).CompareTo((1, 28)) >= 0,
            _ => false,
        };
    }

    private async Task ReadPodsAsync(CancellationToken end)
    {
        ListPodSandboxResponse pods = await _client.ListPodSandboxesAsync(end).ConfigureAwait(false);
        _pods.Clear();
        foreach (PodSandbox pod in pods.Items) _pods[pod.Id] = $"{pod.Metadata?.Namespace}/{pod.Metadata?.Name}";
    }

    private static string StateOf(ContainerState state) => state switch
    {
        ContainerState.ContainerCreated => "created",
        ContainerState.ContainerRunning => "running",
        ContainerState.ContainerExited => "exited",
        _ => "unknown",
    };
}
