using System.Text;

namespace Unknot.Commands;

/// <summary>What a verb may read from and write to. A parameter, so that a test can be a terminal of 80 columns.</summary>
internal sealed class CommandIo : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly WatchedStream _out;

    public CommandIo(Stream input, Stream output, TextWriter error, Func<string, string?> variable)
    {
        Input = input;
        _out = new WatchedStream(output);
        Out = new StreamWriter(_out, s_utf8, bufferSize: 1 << 14) { NewLine = "\n" };
        Error = error;
        Variable = variable;
    }

    /// <summary>The process' own streams. Not <c>Console.Out</c>, which reads the terminal's description first: that costs more than many a report.</summary>
    public static CommandIo OfThisProcess()
    {
        StreamWriter error = new(Console.OpenStandardError(), s_utf8) { AutoFlush = true, NewLine = "\n" };
        return new CommandIo(Console.OpenStandardInput(), Console.OpenStandardOutput(), error, Environment.GetEnvironmentVariable)
        {
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    public Stream Input { get; }

    public StreamWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>True after the reader of standard output has gone (<c>| head</c>): no fault of the call.</summary>
    public bool OutIsBroken => _out.IsBroken;

    /// <summary>Columns: <c>COLUMNS</c>, else the terminal's own, else 80. Never under 40.</summary>
    public int Width
    {
        get
        {
            if (int.TryParse(Variable("COLUMNS"), out int columns) && columns > 0) return Math.Clamp(columns, 40, 1000);
            if (!OutIsTerminal) return 80;
            try
            {
                int width = Console.WindowWidth;
                return width > 0 ? Math.Clamp(width, 40, 1000) : 80;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return 80;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (IOException) when (OutIsBroken)
        {
        }
    }
}
