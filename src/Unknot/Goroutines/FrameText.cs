using Unknot.Diagnosis.Reports;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Writes a frame in the columns there are: the function on the left, where it is on the right.</summary>
internal sealed class FrameText(int width, bool full)
{
    private const int Indent = 6;

    public bool IsFull => full;

    /// <summary>One frame as one line; as two lines under <c>--full</c>, as Go prints it.</summary>
    public string Of(FrameSymbol frame, string prefix = "", string mark = "")
    {
        string function = prefix + TerminalText.Neutralise(full ? frame.Function : ShortName(frame.Function));
        string place = TerminalText.Neutralise(PlaceOf(frame));
        string margin = new(' ', Indent);
        if (full) return place.Length == 0 ? margin + function + mark : $"{margin}{function}{mark}\n{margin}    {place}";
        int room = width - Indent - mark.Length;
        if (function.Length + place.Length + 2 > room) place = place[(place.LastIndexOf('/') + 1)..];
        if (place.Length > room / 2) place = CutMiddle(place, room / 2);
        function = CutMiddle(function, room - (place.Length == 0 ? 0 : place.Length + 2));
        return margin + function + mark + new string(' ', Math.Max(0, room - function.Length - place.Length)) + place;
    }

    /// <summary><c>daemon.(*Daemon).containerStart</c> of <c>github.com/docker/docker/daemon.(*Daemon).containerStart</c>; type arguments keep their paths.</summary>
    internal static string ShortName(string function)
    {
        int end = function.IndexOfAny(['[', '(']);
        int slash = end < 0 ? function.LastIndexOf('/') : end == 0 ? -1 : function.LastIndexOf('/', end - 1);
        return function[(slash + 1)..];
    }

    internal static string CutMiddle(string text, int room)
    {
        if (text.Length <= room) return text;
        if (room < 8) return text[..Math.Max(0, room)];
        int head = (room - 1) / 3;
        return text[..head] + "…" + text[^(room - 1 - head)..];
    }

    private string PlaceOf(FrameSymbol frame)
    {
        if (frame.File is null) return "";
        string file = frame.File.Replace('\\', '/');
        if (full) return frame.Line > 0 ? $"{frame.File}:{frame.Line}" : frame.File;
        int last = file.LastIndexOf('/');
        int before = last > 0 ? file.LastIndexOf('/', last - 1) : -1;
        return frame.Line > 0 ? $"{file[(before + 1)..]}:{frame.Line}" : file[(before + 1)..];
    }
}
