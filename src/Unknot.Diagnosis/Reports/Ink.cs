namespace Unknot.Diagnosis.Reports;

/// <summary>Colours that only underline what words say. Off: the same text without them.</summary>
/// <param name="isOn">True for a terminal that shows colours.</param>
public readonly struct Ink(bool isOn)
{
    /// <summary>True where colours are written.</summary>
    public bool IsOn => isOn;

    /// <summary>Bold.</summary>
    /// <param name="text">Text that is safe to print (<see cref="TerminalText"/>).</param>
    /// <returns>The text, in bold where colours are on.</returns>
    public string Bold(string text) => Wrap("1", text);

    /// <summary>Faint, for what need not be read first.</summary>
    /// <param name="text">Text that is safe to print.</param>
    /// <returns>The text, faint where colours are on.</returns>
    public string Faint(string text) => Wrap("2", text);

    /// <summary>Bold red, for the root and the verdict of a knot.</summary>
    /// <param name="text">Text that is safe to print.</param>
    /// <returns>The text, in red where colours are on.</returns>
    public string Alarm(string text) => Wrap("1;31", text);

    /// <summary>Bold yellow, for what was asked for or is not sure.</summary>
    /// <param name="text">Text that is safe to print.</param>
    /// <returns>The text, in yellow where colours are on.</returns>
    public string Mark(string text) => Wrap("1;33", text);

    /// <summary>Green, for what is well.</summary>
    /// <param name="text">Text that is safe to print.</param>
    /// <returns>The text, in green where colours are on.</returns>
    public string Good(string text) => Wrap("32", text);

    private string Wrap(string code, string text) => isOn && text.Length > 0 ? $"\x1b[{code}m{text}\x1b[0m" : text;
}
