namespace Unknot.Watch;

/// <summary>
/// Shows the table: on a terminal in place, on its alternate screen, which is left again however the program ends; elsewhere one table after another.
/// </summary>
internal sealed class WatchScreen : IDisposable
{
    private const string Enter = "\x1b[?1049h\x1b[?25l", Leave = "\x1b[?25h\x1b[?1049l", Home = "\x1b[H", EndOfLine = "\x1b[K", EndOfScreen = "\x1b[J";

    private readonly TextWriter _to;
    private readonly bool _isTerminal;
    private readonly Func<int?> _rows;
    private readonly Lock _lock = new();
    private IReadOnlyList<string> _shown = [];
    private bool _hasLeft;

    /// <summary>Begins.</summary>
    /// <param name="to">Standard output.</param>
    /// <param name="isTerminal">Whether it is a terminal.</param>
    /// <param name="rows">Its rows; null where it does not tell.</param>
    public WatchScreen(TextWriter to, bool isTerminal, Func<int?> rows)
    {
        (_to, _isTerminal, _rows) = (to, isTerminal, rows);
        if (!isTerminal) return;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _to.Write(Enter);
        _to.Flush();
    }

    /// <summary>Shows lines in place of those before.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        lock (_lock)
        {
            if (_hasLeft) return;
            _shown = lines;
            if (!_isTerminal)
            {
                Print(lines);
                _to.WriteLine();
                _to.Flush();
                return;
            }

            // Nothing is wiped before it is written over: so nothing flickers. The last line must not end in a line feed, which would scroll.
            int fits = Math.Max(1, _rows() ?? int.MaxValue);
            _to.Write(Home + string.Join(EndOfLine + "\r\n", lines.Take(fits)) + EndOfLine + EndOfScreen);
            _to.Flush();
        }
    }

    /// <summary>Leaves the alternate screen; what was shown last stays on the ordinary one.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_hasLeft) return;
            _hasLeft = true;
            if (!_isTerminal) return;
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            _to.Write(Leave);
            Print(_shown);
            _to.Flush();
        }
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private void Print(IReadOnlyList<string> lines)
    {
        foreach (string line in lines) _to.WriteLine(line);
    }
}
