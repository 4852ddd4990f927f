using System.Text;
using Unknot.Terminal;

namespace Unknot.Commands;

/// <summary>What a verb may read from and write to. A parameter, so that a test can be a terminal of 80 columns.</summary>
internal sealed class CommandIo : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<Stream> _input;

    public CommandIo(Func<Stream> input, Stream output, TextWriter error, Func<string, string?> variable)
    {
        _input = new Lazy<Stream>(input);
        Out = new StreamWriter(output, s_utf8, bufferSize: 1 << 14) { NewLine = "\n" };
        Error = error;
        Variable = variable;
    }

    /// <summary>The process' own streams.</summary>
    public static CommandIo OfThisProcess()
    {
        StreamWriter error = new(StandardStream.Of(2), s_utf8) { AutoFlush = true, NewLine = "\n" };
        return new CommandIo(Console.OpenStandardInput, StandardStream.Of(1), error, Environment.GetEnvironmentVariable)
        {
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    /// <summary>Standard input, opened when first asked for.</summary>
    public Stream Input => _input.Value;

    public StreamWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns: <c>COLUMNS</c>, else the terminal's own, else 80. Never under 40.</summary>
    public int Width
    {
        get
        {
            if (int.TryParse(Variable("COLUMNS"), out int columns) && columns > 0) return Math.Clamp(columns, 40, 1000);
            return OutIsTerminal && TerminalSize.Columns is { } width ? Math.Clamp(width, 40, 1000) : 80;
        }
    }

    public void Dispose() => Out.Dispose();
}
