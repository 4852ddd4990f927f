using Microsoft.Win32.SafeHandles;

namespace Unknot.Bundles;

/// <summary>Brings the bytes of one file within reach: into memory, or mapped. What a damaged source gave before it broke is kept.</summary>
internal sealed class ContentLoader(BundleLimits limits, GapList gaps)
{
    private const int ChunkLength = 1 << 16;

    /// <summary>A file on disk. A large one is mapped, and its handle stays open as long as somebody holds it.</summary>
    public BundleEntry OfFile(FileInfo file, SafeFileHandle handle, string path)
    {
        long length = RandomAccess.GetLength(handle);
        DateTimeOffset modified = new(file.LastWriteTimeUtc, TimeSpan.Zero);
        if (length > limits.MaxBytesInMemory)
        {
            int mapped = (int)Math.Min(length, Math.Min(limits.MaxEntryBytes, Array.MaxLength));
            return new BundleEntry(path, modified, MappedFile.Map(handle, mapped), File: handle);
        }

        // A length of 0 may be a file whose length nobody knows (/proc): read to its end.
        using FileStream stream = new(handle, FileAccess.Read, bufferSize: 0);
        return OfStream(stream, path, modified);
    }

    /// <summary>Bytes of a stream up to its end.</summary>
    public BundleEntry OfStream(Stream stream, string path, DateTimeOffset? modified)
    {
        byte[] buffer = new byte[ChunkLength];
        int length = 0;
        try
        {
            int read;
            while ((read = stream.Read(buffer, length, buffer.Length - length)) > 0)
            {
                length += read;
                if (length < buffer.Length) continue;
                if (length >= limits.MaxBytesInMemory || length >= limits.MaxEntryBytes) return Spill(buffer.AsMemory(0, length), stream, path, modified);
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, Math.Max(limits.MaxBytesInMemory, length + 1)));
            }
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, error);
        }

        return new BundleEntry(path, modified, buffer.AsMemory(0, length));
    }

    /// <summary>Too large for memory: a temporary file without a name that anybody else could open, mapped.</summary>
    private BundleEntry Spill(ReadOnlyMemory<byte> head, Stream stream, string path, DateTimeOffset? modified)
    {
        long limit = Math.Min(limits.MaxEntryBytes, Array.MaxLength);
        if (head.Length > limit) return new BundleEntry(path, modified, Cut(head[..(int)limit], path));
        FileStream file = Temporary();
        long length = head.Length;
        try
        {
            file.Write(head.Span);
            byte[] buffer = new byte[ChunkLength];
            int read;
            while (length < limit && (read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - length))) > 0)
            {
                file.Write(buffer, 0, read);
                length += read;
            }

            if (length == limit && stream.Read(buffer, 0, 1) > 0) gaps.Add(path, $"has more than {limit} bytes: the rest is not read");
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, error);
            length = file.Length;
        }

        // Only the handle is kept: its holders outlive the stream.
        GC.SuppressFinalize(file);
        return new BundleEntry(path, modified, MappedFile.Map(file.SafeFileHandle, (int)Math.Min(length, file.Length)), File: file.SafeFileHandle);
    }

    private ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> content, string path)
    {
        gaps.Add(path, $"has more than {content.Length} bytes: the rest is not read");
        return content;
    }

    private static FileStream Temporary()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        string path = Path.Combine(Path.GetTempPath(), "unknot-spill-" + Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        // The name goes at once, the bytes with the last mapping, whatever ends the process.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream file = new(path, options);
        File.Delete(path);
        return file;
    }
}
