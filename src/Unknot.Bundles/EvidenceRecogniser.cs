using System.Security.Cryptography;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Bundles;

/// <summary>
/// Tells by its content what a file is and has each format that is found in it read. A ticket's file often holds several outputs one below the
/// other: every format looks through the whole text, and <c>==&gt; name &lt;==</c> lines or <c>cat name</c> prompts make sections with a name of their own.
/// </summary>
internal sealed class EvidenceRecogniser(BundleOptions options, EvidenceSnapshot snapshot, GapList gaps)
{
    private const int HeadLength = 8192, MaxLogAsTable = 256 << 10;
    private static readonly TimeSpan CopyGap = TimeSpan.FromHours(1);
    private readonly List<Task> _digests = [];
    private readonly List<(EvidenceFile File, DateTimeOffset? Modified)> _modified = [];
    private DateTimeOffset? _newest;
    private readonly DumpCollector _dumps = new(options, snapshot);

    /// <summary>Takes one file or link.</summary>
    public void Take(BundleEntry entry)
    {
        if (entry.LinkTarget is { } target)
        {
            TakeLink(entry.Path, target);
            return;
        }

        try
        {
            TakeFile(entry);
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            // The formats promise not to throw; a file that makes one break its word must not cost the others.
            gaps.Add(entry.Path, "could not be understood: " + error.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>What can be done only when all files are known.</summary>
    public void Complete()
    {
        Task.WaitAll([.. _digests]);
        foreach ((EvidenceFile file, DateTimeOffset? modified) in _modified)
        {
            // Much later than anything in the files is the time of a copy, not of the collection.
            if (_newest is not null && modified >= _newest + CopyGap) continue;
            file.CollectedAt = modified;
            file.IsModificationTime = true;
        }

        _dumps.Complete();
    }

    private void TakeLink(string path, string target)
    {
        if (ProcPath.Of(path) is not { Item: "fd", Fd: not null } place) return;
        EvidenceFile file = new(ProcFdFormat.Source, path);
        snapshot.Files.Add(file);
        ProcFdFormat.AddLink(place, target, file, snapshot);
    }

    private void TakeFile(BundleEntry entry)
    {
        if (NodeDocumentFormat.Of(entry.Content.Span) is { } own)
        {
            TakeOwn(entry, own);
            return;
        }

        ReadOnlyMemory<byte> content = Plain(entry.Content);
        ProcPath? place = ProcPath.Of(entry.Path);
        bool isBinary = place is null && IsBinary(content.Span[..Math.Min(HeadLength, content.Length)]);
        bool hasDumps = DumpCollector.Recognise(content.Span);
        bool isText = !isBinary && !(hasDumps && DumpCollector.BeginsWithDump(content.Span));
        bool isTable = isText && content.Length <= options.Limits.MaxTableBytes && !(content.Length > MaxLogAsTable && LogScanner.IsMostlyLog(content.Span));
        IReadOnlyList<DataNode> objects = isTable && place is null ? DataDocuments.Read(content) : [];
        string? objectSource = ApiObjectFormat.SourceOf(objects);
        List<EvidenceSection> sections = isTable && objectSource is null ? EvidenceSection.Split(TextDocument.Of(content.Span), place) : [];
        bool isLog = isText && objectSource is null && LogScanner.Recognise(content.Span);
        string source = objectSource
            ?? (hasDumps && !isLog ? DumpCollector.Source : null)
            ?? sections.SelectMany(s => s.Formats).Select(f => f.Source).FirstOrDefault(s => !isLog || s != VersionFormat.Source)
            ?? (isLog ? LogScanner.SourceOf(content.Span) : FreezerFormat.IsCopy(entry.Path) ? FreezerFormat.Source : content.Length == 0 ? "empty" : "unrecognised");
        EvidenceFile file = new(source, entry.Path);
        snapshot.Files.Add(file);
        Digest(file, entry);
        ApiObjectFormat.Read(objects, file, snapshot);
        foreach (EvidenceSection section in sections) section.Read(file, snapshot, entry.Modified);
        if (source == FreezerFormat.Source) FreezerFormat.TryReadCopy(entry.Path, TextDocument.Of(content.Span), file, snapshot);
        if (isLog) LogScanner.Scan(content.Span, file, snapshot, entry.Modified);
        bool isWhole = hasDumps && !isText && entry.File is not null;
        if (hasDumps) _dumps.Take(content, file, entry.Path, isWhole ? entry.File : null);
        if (!isWhole && entry.Length > entry.Content.Length) gaps.Add(entry.Path, $"has {entry.Length} bytes: only the first {entry.Content.Length} are read");
        if (file.CollectedAt is null && DumpFileName.TimeOf(entry.Path) is { } named) file.CollectedAt = named;
        if (file.CollectedAt is null) _modified.Add((file, entry.Modified));
        else if (_newest is null || file.CollectedAt > _newest) _newest = file.CollectedAt;
    }

    /// <summary>A document that a live node was collected into names its form itself: nothing to recognise.</summary>
    private void TakeOwn(BundleEntry entry, NodeDocumentFormat format)
    {
        EvidenceFile file = new(format.Source, entry.Path, entry.Modified);
        snapshot.Files.Add(file);
        Digest(file, entry);
        format.Read(entry.Content, file, snapshot);
        if (file.CollectedAt is { } taken && (_newest is null || taken > _newest)) _newest = taken;
    }

    /// <summary>A crashed machine leaves blocks of NULs in its logs: only a good part of unprintable bytes makes a file binary.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        int odd = 0;
        foreach (byte b in head)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1B)) odd++;
        }

        return odd * 10 > head.Length;
    }

    /// <summary>PowerShell's ">" writes UTF-16; a cut archive and a preallocated log end in NULs.</summary>
    private static ReadOnlyMemory<byte> Plain(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes[2..].ToArray());
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes[2..].ToArray());
        return content.TrimEnd((byte)0);
    }

    private void Digest(EvidenceFile file, BundleEntry entry)
    {
        if (!options.ComputeDigests) return;
        if (entry.Content.Length < 1 << 20) file.Digest = DigestOf(entry);
        else _digests.Add(Task.Run(() => TryDigest(file, entry)));
    }

    /// <summary>A disk that fails now has failed the parser too, which says so.</summary>
    private static void TryDigest(EvidenceFile file, BundleEntry entry)
    {
        try
        {
            file.Digest = DigestOf(entry);
        }
        catch (IOException)
        {
            file.Digest = null;
        }
    }

    /// <summary>Through the handle where there is one: a gigabyte that is read block by block need not stand in memory for its digest.</summary>
    private static string DigestOf(BundleEntry entry)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (entry.File is null)
        {
            SHA256.HashData(entry.Content.Span, hash);
            return "sha256:" + Convert.ToHexStringLower(hash);
        }

        using IncrementalHash running = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 17];
        long offset = 0;
        int read;
        while ((read = RandomAccess.Read(entry.File, block, offset)) > 0)
        {
            running.AppendData(block, 0, read);
            offset += read;
        }

        running.GetHashAndReset(hash);
        return "sha256:" + Convert.ToHexStringLower(hash);
    }
}
