namespace Unknot.Node.Pleg;

/// <summary>A container as a runtime lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pod">Pod, <c>namespace/name</c>; null when it belongs to none.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c>, …: docker's words, also for CRI.</param>
internal sealed record ListedContainer(string Id, string Name, string? Pod, string State);
