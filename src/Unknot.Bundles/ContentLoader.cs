namespace Unknot.Bundles;

/// <summary>Brings the bytes of one file within reach: into memory, or mapped. What a damaged source gave before it broke is kept.</summary>
internal sealed class ContentLoader(BundleLimits limits, GapList gaps)
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Bytes of a file on disk.</summary>
    public ReadOnlyMemory<byte> OfFile(FileStream file, string path)
    {
        long length = file.Length;
        if (length > limits.MaxEntryBytes) gaps.Add(path, $"has {length} bytes: only the first {limits.MaxEntryBytes} are read");
        length = Math.Min(length, Math.Min(limits.MaxEntryBytes, Array.MaxLength));

        // A length of 0 may be a file whose length nobody knows (/proc): read to its end.
        return length <= limits.MaxBytesInMemory ? OfStream(file, path) : MappedFile.Map(file, (int)length);
    }

    /// <summary>Bytes of a stream up to its end.</summary>
    public ReadOnlyMemory<byte> OfStream(Stream stream, string path)
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
                if (length >= limits.MaxBytesInMemory || length >= limits.MaxEntryBytes) return Spill(buffer.AsMemory(0, length), stream, path);
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, Math.Max(limits.MaxBytesInMemory, length + 1)));
            }
        }
        catch (Exception error) when (GapList.IsOfTheWorld(error))
        {
            gaps.Add(path, error);
        }

        return buffer.AsMemory(0, length);
    }

    /// <summary>Too large for memory: a temporary file without a name that anybody else could open, mapped.</summary>
    private ReadOnlyMemory<byte> Spill(ReadOnlyMemory<byte> head, Stream stream, string path)
    {
        long limit = Math.Min(limits.MaxEntryBytes, Array.MaxLength);
        if (head.Length > limit) return Cut(head[..(int)limit], path);
        using FileStream file = Temporary();
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

        file.Flush();
        return MappedFile.Map(file, (int)Math.Min(length, file.Length));
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
        };
        string path = Path.Combine(Path.GetTempPath(), "unknot-" + Path.GetRandomFileName());
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
