namespace Unknot.Node.Docker;

/// <summary>A container of docker's list.</summary>
/// <param name="Id">64 hex digits.</param>
/// <param name="Name">First name, without the slash.</param>
/// <param name="State"><c>running</c>, <c>created</c>, <c>exited</c>, …</param>
/// <param name="Pod">Pod by the kubelet's labels, <c>namespace/name</c>; null when it has none.</param>
internal sealed record DockerContainer(string Id, string Name, string State, string? Pod);
