namespace Unknot.Tests.EndToEnd;

/// <summary>A folder for one test's files, removed with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("unknot-test-").FullName;

    /// <summary>Writes a file and gives its path.</summary>
    public string Add(string name, string text)
    {
        string file = Path.Combine(Root, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
