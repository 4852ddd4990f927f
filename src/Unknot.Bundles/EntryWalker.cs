using Microsoft.Win32.SafeHandles;

namespace Unknot.Bundles;

/// <summary>Goes through files, folders and archives in a fixed order and hands out each file once. Never follows a link, never opens a special file.</summary>
internal sealed class EntryWalker
{
    private readonly BundleOptions _options;
    private readonly GapList _gaps;
    private readonly CancellationToken _cancellation;
    private readonly ByteBudget _budget;
    private readonly ContentLoader _loader;
    private readonly ArchiveReader _archives;
    private Action<BundleEntry> _take = static _ => { };
    private bool _full;

    public EntryWalker(BundleOptions options, GapList gaps, CancellationToken cancellation)
    {
        (_options, _gaps, _cancellation) = (options, gaps, cancellation);
        _budget = new ByteBudget(options.Limits);
        _loader = new ContentLoader(options.Limits, gaps);
        _archives = new ArchiveReader(options.Limits, gaps, _budget, _loader, HandOut);
    }

    /// <summary>Walks all inputs.</summary>
    public void Walk(IReadOnlyList<string> paths, Action<BundleEntry> take)
    {
        _take = take;
        foreach (string path in paths)
        {
            if (_full) return;
            if (path == "-") WalkStandardInput();
            else WalkPath(path);
        }
    }

    private bool HandOut(BundleEntry entry)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_full) return false;
        if (!_budget.TakeEntry())
        {
            _full = true;
            _gaps.Add(entry.Path, $"more than {_options.Limits.MaxEntries} files: this and the rest are not read");
            return false;
        }

        _take(entry);
        return true;
    }

    private void WalkStandardInput()
    {
        if (_options.StandardInput is not { } input)
        {
            _gaps.Add("-", "no standard input");
            return;
        }

        _archives.Expand("-", input, null, 0);
    }

    private void WalkPath(string path)
    {
        try
        {
            if (Directory.Exists(path)) WalkFolder(new DirectoryInfo(path), "", 0);
            else if (!File.Exists(path)) _gaps.Add(path, "not found", "ENOENT");
            else WalkFile(ResolveFile(path), Path.GetFileName(path));
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            _gaps.Add(path, error);
        }
    }

    /// <summary>A link that the user names himself is followed: it is what he asked for.</summary>
    private static FileInfo ResolveFile(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
    }

    private void WalkFolder(DirectoryInfo folder, string shown, int depth)
    {
        if (depth > _options.Limits.MaxFolderDepth)
        {
            _gaps.Add(shown, $"more than {_options.Limits.MaxFolderDepth} folders deep: not read");
            return;
        }

        FileSystemInfo[] children;
        try
        {
            children = folder.GetFileSystemInfos();
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            _gaps.Add(shown.Length == 0 ? folder.Name : shown, error);
            return;
        }

        Array.Sort(children, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (FileSystemInfo child in children)
        {
            if (_full) return;
            string path = shown.Length == 0 ? child.Name : shown + "/" + child.Name;
            if (child.LinkTarget is { } target) HandOut(new BundleEntry(path, null, default, target));
            else if (child is DirectoryInfo inner) WalkFolder(inner, path, depth + 1);
            else WalkFile((FileInfo)child, path);
        }
    }

    private void WalkFile(FileInfo file, string shown)
    {
        try
        {
            if (!FileKinds.IsRegular(file.FullName))
            {
                _gaps.Add(shown, "a FIFO, socket or device: not opened");
                return;
            }

            SafeFileHandle handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] head = new byte[ContentKinds.HeadLength];
            int length = RandomAccess.GetLength(handle) == 0 ? 0 : RandomAccess.Read(handle, head, 0);
            if (ContentKinds.Of(head.AsSpan(0, length)) == ContentKind.Plain)
            {
                HandOut(_loader.OfFile(file, handle, shown));
                return;
            }

            using FileStream stream = new(handle, FileAccess.Read, bufferSize: 0);
            _archives.Expand(shown, stream, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), 0);
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            _gaps.Add(shown, error);
        }
    }
}
