namespace Unknot.Terminal;

/// <summary>Colours that only underline what words say. Off: the same text without them.</summary>
internal readonly struct Ink(bool isOn)
{
    public bool IsOn => isOn;

    public string Bold(string text) => Wrap("1", text);

    public string Faint(string text) => Wrap("2", text);

    public string Alarm(string text) => Wrap("1;31", text);

    public string Mark(string text) => Wrap("1;33", text);

    public string Good(string text) => Wrap("32", text);

    private string Wrap(string code, string text) => isOn && text.Length > 0 ? $"\x1b[{code}m{text}\x1b[0m" : text;
}
