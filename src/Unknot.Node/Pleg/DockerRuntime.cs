using System.Buffers;
using Unknot.Node.Daemons;
using Unknot.Node.Docker;

namespace Unknot.Node.Pleg;

/// <summary>A dockerd, asked over its own API.</summary>
internal sealed class DockerRuntime(SocketDialer dialer) : IContainerRuntime
{
    private readonly DockerClient _client = new(dialer);
    private ArrayBufferWriter<byte> _list = new(64 << 10), _lastList = new();
    private IReadOnlyList<ListedContainer> _containers = [];

    public string Api => "docker";

    public string Path => _client.Path;

    public Task ContactAsync(CancellationToken end) => _client.PingAsync(end);

    public async Task<IReadOnlyList<ListedContainer>> ListAsync(CancellationToken end)
    {
        _list.ResetWrittenCount();
        await _client.ListIntoAsync(_list, end).ConfigureAwait(false);
        // An idle node tells the same for a minute: "Up 5 minutes".
        if (_lastList.WrittenSpan.SequenceEqual(_list.WrittenSpan)) return _containers;
        _containers = DockerStates.ReadList(_list.WrittenSpan, _containers);
        (_list, _lastList) = (_lastList, _list);
        return _containers;
    }

    public async Task<string?> InspectAsync(string id, CancellationToken end)
    {
        try
        {
            return DockerStates.ReadInspect(await _client.InspectAsync(id, end).ConfigureAwait(false));
        }
        catch (DaemonErrorException error) when (error.Status == 404)
        {
            return null;
        }
    }

    public Task FollowAsync(Action begun, Action<string> told, CancellationToken end) => Task.CompletedTask;

    public async Task<int?> CountGoroutinesAsync(CancellationToken end) => DockerStates.ReadGoroutines(await _client.InfoAsync(end).ConfigureAwait(false));

    public void Dispose() => _client.Dispose();
}
