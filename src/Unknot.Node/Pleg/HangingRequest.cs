namespace Unknot.Node.Pleg;

/// <summary>A request that is past its deadline and has not been answered.</summary>
/// <param name="Runtime">Whom it was sent to.</param>
/// <param name="Call"><c>inspect</c>, <c>list</c>, <c>ping</c>.</param>
/// <param name="Container">Container that it is about; null when about none.</param>
/// <param name="Since">When it was sent.</param>
/// <param name="Waited">How long that is ago.</param>
internal sealed record HangingRequest(RuntimeName Runtime, string Call, ListedContainer? Container, DateTimeOffset Since, TimeSpan Waited);
