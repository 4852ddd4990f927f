namespace Unknot.Tests.Corpus;

/// <summary>A file of a case in memory.</summary>
/// <param name="Path">Below the case's folder, with slashes.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Modified">When it was written, in UTC: log lines without a year take theirs from it.</param>
internal sealed record CaseFile(string Path, byte[] Content, DateTime Modified);
