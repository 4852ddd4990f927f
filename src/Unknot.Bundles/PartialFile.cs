namespace Unknot.Bundles;

/// <summary>
/// A file that appears under its name when it is complete, or not at all: it grows under a name of its own beside it, readable by its owner only, and that goes
/// when the writing fails or the process is ended meanwhile (Ctrl-C ends it by an exit, which runs no <c>finally</c>).
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _file, _partial;
    private readonly FileStream _stream;
    private bool _done;

    private PartialFile(string file, string partial, FileStream stream)
    {
        (_file, _partial, _stream) = (file, partial, stream);
        AppDomain.CurrentDomain.ProcessExit += Remove;
    }

    /// <summary>Takes the bytes.</summary>
    public Stream Stream => _stream;

    /// <summary>Bytes that have reached the file.</summary>
    public long Written { get; private set; }

    public static PartialFile Create(string file)
    {
        // What a run of the same pid has left behind is not ours, nor is a link that somebody has laid there.
        for (int attempt = 0; ; attempt++)
        {
            string partial = $"{file}.{Environment.ProcessId}{(attempt == 0 ? "" : "-" + attempt)}.partial";
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 16 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                return new PartialFile(file, partial, new FileStream(partial, options));
            }
            catch (IOException) when (attempt < 10 && Path.Exists(partial))
            {
                // Its name is taken: the next one.
            }
        }
    }

    /// <summary>Makes the bytes durable and gives the file its name; a file of that name is replaced in one step.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        Written = _stream.Length;
        _stream.Dispose();
        File.Move(_partial, _file, overwrite: true);
        _done = true;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        if (_done) return;
        Remove(null, EventArgs.Empty);
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // Its last bytes do not fit on a full disk either.
        }
    }

    /// <summary>How much is in it, also when the last write failed.</summary>
    public long LengthNow()
    {
        try
        {
            return new FileInfo(_partial).Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Remove(object? sender, EventArgs e)
    {
        if (_done) return;
        try
        {
            File.Delete(_partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about it.
        }
    }
}
