using System.Diagnostics;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Journal;

/// <summary>Reads the newest entries of one journal, file by file, into a text for each component.</summary>
/// <param name="since">Older entries are left out.</param>
/// <param name="pids">Pids as its journald sees them.</param>
/// <param name="time">How long it may take.</param>
internal sealed class JournalReading(DateTimeOffset since, NamespacePids pids, TimeSpan time)
{
    // Of each component: some hours of a kubelet that complains, or the dumps of a daemon.
    private const int MaxBytesOfComponent = 6 << 20;
    private const int EntriesBetweenLooks = 256;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ulong _since = (ulong)Math.Max(0, (since - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The texts by component.</summary>
    public SortedDictionary<string, JournalText> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that were read, at least in part.</summary>
    public int FilesRead { get; private set; }

    /// <summary>Files that could not be read.</summary>
    public int FilesRefused { get; private set; }

    /// <summary>Reads the files, the one with the newest entry first.</summary>
    public void Read(JournalFolder folder, SourceSink sink, CancellationToken cancellation)
    {
        List<(string Shown, JournalFile File)> files = [];
        try
        {
            foreach ((string shown, string path) in folder.Files)
            {
                sink.Doing = "opening " + shown;
                if (Open(path, out string? problem, out string? errno) is { } file) files.Add((shown, file));
                else sink.Gap(shown, $"cannot be read: {problem}", errno);
            }

            FilesRefused = folder.Files.Count - files.Count;
            foreach ((string shown, JournalFile file) in files.Where(f => f.File.Newest >= _since).OrderByDescending(f => f.File.Newest))
            {
                sink.Doing = "reading " + shown;
                FilesRead++;
                if (!Read(file, cancellation))
                {
                    sink.Gap(shown, $"not read to {since:HH:mm:ss} UTC within {time.TotalSeconds:0} s: older entries are left out", "ETIMEDOUT");
                    break;
                }

                Tell(shown, file, sink);
            }
        }
        finally
        {
            foreach ((string _, JournalFile file) in files) file.Dispose();
        }
    }

    private static JournalFile? Open(string path, out string? problem, out string? errno)
    {
        if (JournalFolder.Open(path, out errno) is { } handle) return JournalFile.Open(handle, out problem);
        problem = "it may not be opened";
        return null;
    }

    /// <returns>False when the time was over before the oldest entry that is wanted.</returns>
    private bool Read(JournalFile file, CancellationToken cancellation)
    {
        int looked = 0;
        foreach (JournalEntry entry in file.Backwards())
        {
            if (entry.Realtime < _since) return true;
            if (++looked % EntriesBetweenLooks == 0 && (cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(_start) > time)) return false;
            if (JournalOwner.Of(entry) is not { } owner) continue;
            if (!Texts.TryGetValue(owner, out JournalText? text)) Texts[owner] = text = new JournalText(pids, MaxBytesOfComponent);
            if (!text.IsFull) text.Add(entry);
        }

        return true;
    }

    private static void Tell(string shown, JournalFile file, SourceSink sink)
    {
        if (file.Error is { } error) sink.Gap(shown, $"could not be read everywhere: {error}", "EIO");
        if (file.BrokenEntries + file.Data.Broken is > 0 and var broken) sink.Gap(shown, $"{broken} object(s) are broken or not written yet: passed over", null);
        if (file.Data.PackedWithXz is > 0 and var packed) sink.Gap(shown, $"{packed} field(s) are packed with XZ, which is not read: messages are missing", null);
        if (file.Data.TooLarge is > 0 and var large) sink.Gap(shown, $"{large} field(s) are larger than is read", null);
    }
}
