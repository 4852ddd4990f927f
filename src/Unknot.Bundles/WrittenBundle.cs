namespace Unknot.Bundles;

/// <summary>A bundle that was written.</summary>
/// <param name="Bytes">Its size; null where it went to a stream that does not tell.</param>
/// <param name="Documents">Documents in it.</param>
public sealed record WrittenBundle(long? Bytes, int Documents);
