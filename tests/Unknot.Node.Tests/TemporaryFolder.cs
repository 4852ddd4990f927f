namespace Unknot.Node.Tests;

/// <summary>A folder for one test's files and sockets, removed with it. Its path is short: a socket's may have 108 bytes.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("unk-").FullName;

    public string Of(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
