using Grpc.Core;
using Unknot.Node.Cri.Wire;
using Unknot.Node.Daemons;

namespace Unknot.Node.Cri;

/// <summary>
/// The Container Runtime Interface over one socket, <c>runtime.v1</c> or <c>runtime.v1alpha2</c>. Deadlines are the caller's; the runtime is told when
/// a request is given up. Safe from several threads.
/// </summary>
internal sealed class CriClient(SocketDialer dialer) : IDisposable
{
    private const string V1 = "runtime.v1.RuntimeService", V1Alpha2 = "runtime.v1alpha2.RuntimeService";
    private readonly GrpcConnection _connection = new(dialer);
    private string _service = V1;

    /// <summary>Path of the socket as the runtime knows it.</summary>
    public string Path => dialer.Path;

    /// <summary>Version of the interface that is spoken: <c>v1</c> until <see cref="VersionAsync"/> has found otherwise.</summary>
    public string ApiVersion => _service == V1 ? "v1" : "v1alpha2";

    /// <summary><c>Version</c>; settles which version of the interface is spoken.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED where neither is: another service lives on this socket.</exception>
    public async Task<VersionResponse> VersionAsync(CancellationToken cancellation)
    {
        try
        {
            return await AskVersionAsync(cancellation).ConfigureAwait(false);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented && _service == V1)
        {
            _service = V1Alpha2;
            return await AskVersionAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary><c>Status</c>: the runtime's conditions, RuntimeReady and NetworkReady.</summary>
    public Task<StatusResponse> StatusAsync(CancellationToken cancellation) => _connection.CallAsync(_service, "Status", new StatusRequest(), StatusResponse.Parser, cancellation);

    /// <summary><c>ListPodSandbox</c>, all of them.</summary>
    public Task<ListPodSandboxResponse> ListPodSandboxesAsync(CancellationToken cancellation) =>
        _connection.CallAsync(_service, "ListPodSandbox", new ListPodSandboxRequest(), ListPodSandboxResponse.Parser, cancellation);

    /// <summary><c>ListContainers</c>, all of them.</summary>
    public Task<ListContainersResponse> ListContainersAsync(CancellationToken cancellation) =>
        _connection.CallAsync(_service, "ListContainers", new ListContainersRequest(), ListContainersResponse.Parser, cancellation);

    /// <summary><c>ContainerStatus</c>: through dockershim and cri-dockerd it is an inspect, and hangs as one.</summary>
    public Task<ContainerStatusResponse> ContainerStatusAsync(string id, CancellationToken cancellation) =>
        _connection.CallAsync(_service, "ContainerStatus", new ContainerStatusRequest { ContainerId = id }, ContainerStatusResponse.Parser, cancellation);

    /// <summary><c>GetContainerEvents</c> (v1 only; UNIMPLEMENTED before containerd 1.7 and CRI-O 1.26): the containers' events as they happen.</summary>
    public IAsyncEnumerable<ContainerEventResponse> EventsAsync(CancellationToken cancellation) =>
        _connection.StreamAsync(_service, "GetContainerEvents", new GetEventsRequest(), ContainerEventResponse.Parser, cancellation);

    public void Dispose()
    {
        _connection.Dispose();
        dialer.Dispose();
    }

    private Task<VersionResponse> AskVersionAsync(CancellationToken cancellation) =>
        _connection.CallAsync(_service, "Version", new VersionRequest { Version = "0.1.0" }, VersionResponse.Parser, cancellation);
}
