using Unknot.Bundles;
using Unknot.Node;

namespace Unknot.Commands;

/// <summary>Where a bundle is to go. What can be told to be wrong is told before the node is read.</summary>
/// <param name="Folder">Folder for a file that gets its name from the node; null when the call names the file.</param>
/// <param name="File">The file, or <c>-</c>; null when the call names none.</param>
internal sealed record BundleTarget(string? Folder, string? File)
{
    public bool IsStandardOutput => File == "-";

    /// <summary>Reads what the call says.</summary>
    /// <param name="named">The option's value; null when it was not given.</param>
    public static BundleTarget Of(string? named)
    {
        if (named is null) return new BundleTarget("", null);
        if (named == "-") return new BundleTarget(null, named);
        if (named.Length == 0) throw new WrongCallException("cannot write the bundle: an empty file name; try: -o bundle.tgz");
        if (Directory.Exists(named)) return new BundleTarget(named, null);
        if (BundleName.PackingOf(named) is null) throw new WrongCallException($"cannot write the bundle {named}: its name must end in {string.Join(", ", BundleName.Ends)}");
        string folder = Path.GetDirectoryName(Path.GetFullPath(named)) ?? named;
        return Directory.Exists(folder) ? new BundleTarget(null, named) : throw new WrongCallException($"cannot write the bundle {named}: there is no folder {folder}; make it first, or choose another file");
    }

    /// <summary>The file's path; for standard output the name that a file would have.</summary>
    public string FileFor(NodeCollection node)
    {
        string given = BundleName.Of(node.Host, node.TakenAt);
        return File is null ? Path.Combine(Folder!, given) : IsStandardOutput ? given : File;
    }

    /// <summary>Writes it.</summary>
    public WrittenBundle Write(string file, BundleContent content, CommandIo io)
    {
        try
        {
            if (!IsStandardOutput) return BundleWriter.WriteFile(file, content);
            io.Out.Flush();
            BundleWriter.Write(io.Out.BaseStream, BundleName.FolderOf(file), BundlePacking.TarGzip, content);
            return new WrittenBundle(null, content.Documents.Count);
        }
        catch (BundleWriteException error)
        {
            throw new WrongCallException(error.Message);
        }
    }
}
