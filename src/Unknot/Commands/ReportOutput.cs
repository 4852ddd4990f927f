using System.Text;

namespace Unknot.Commands;

/// <summary>Where a report is written: standard output, or a file that appears only when the report is complete.</summary>
internal sealed class ReportOutput : IDisposable
{
    private readonly string? _file;
    private readonly string? _partial;
    private bool _done;

    private ReportOutput(StreamWriter text, string? file, string? partial)
    {
        Text = text;
        _file = file;
        _partial = partial;
    }

    /// <summary>For text; for JSON write to its <see cref="StreamWriter.BaseStream"/>.</summary>
    public StreamWriter Text { get; }

    public static ReportOutput To(CommandIo io) => new(io.Out, null, null);

    public static ReportOutput ToFile(string file)
    {
        string partial = $"{file}.{Environment.ProcessId}.partial";
        try
        {
            return new ReportOutput(new StreamWriter(partial, append: false, new UTF8Encoding(false)) { NewLine = "\n" }, file, partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WrongCallException($"cannot write the report to {file}: {e.Message} Choose another -o FILE");
        }
    }

    public void Complete()
    {
        Text.Flush();
        _done = true;
        if (_file is null) return;
        Text.Dispose();
        try
        {
            File.Move(_partial!, _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(_partial!);
            throw new WrongCallException($"cannot write the report to {_file}: {e.Message} Choose another -o FILE");
        }
    }

    public void Dispose()
    {
        if (_done || _file is null) return;
        Text.Dispose();
        File.Delete(_partial!);
    }
}
