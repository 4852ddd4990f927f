using Grpc.Core;
using Unknot.Node.Containerd.Wire;
using Unknot.Node.Daemons;

namespace Unknot.Node.Containerd;

/// <summary>containerd's own API over one socket. Deadlines are the caller's; containerd is told when a request is given up. Safe from several threads.</summary>
internal sealed class ContainerdClient(SocketDialer dialer) : IDisposable
{
    private readonly GrpcConnection _connection = new(dialer);

    /// <summary>Path of the socket as containerd knows it.</summary>
    public string Path => dialer.Path;

    /// <summary>Version: takes no lock.</summary>
    public Task<VersionResponse> VersionAsync(CancellationToken cancellation) =>
        _connection.CallAsync("containerd.services.version.v1.Version", "Version", new Empty(), VersionResponse.Parser, cancellation);

    /// <summary>Namespaces: <c>moby</c> is docker's, <c>k8s.io</c> the CRI's.</summary>
    public Task<ListNamespacesResponse> NamespacesAsync(CancellationToken cancellation) =>
        _connection.CallAsync("containerd.services.namespaces.v1.Namespaces", "List", new ListNamespacesRequest(), ListNamespacesResponse.Parser, cancellation);

    /// <summary>Containers of a namespace, from containerd's database.</summary>
    public Task<ListContainersResponse> ContainersAsync(string ns, CancellationToken cancellation) =>
        _connection.CallAsync("containerd.services.containers.v1.Containers", "List", new ListContainersRequest(), ListContainersResponse.Parser, cancellation, In(ns));

    /// <summary>
    /// The task of one container: asks its shim for State, and hangs while the shim is stopped or busy. <c>Tasks.List</c> would ask all shims one after
    /// another, and one that hangs would cost all the others their answer.
    /// </summary>
    /// <exception cref="RpcException">NOT_FOUND where the container has no task.</exception>
    public Task<GetTaskResponse> TaskAsync(string ns, string containerId, CancellationToken cancellation) =>
        _connection.CallAsync("containerd.services.tasks.v1.Tasks", "Get", new GetTaskRequest { ContainerId = containerId }, GetTaskResponse.Parser, cancellation, In(ns));

    public void Dispose()
    {
        _connection.Dispose();
        dialer.Dispose();
    }

    private static Metadata In(string ns) => new() { { "containerd-namespace", ns } };
}
