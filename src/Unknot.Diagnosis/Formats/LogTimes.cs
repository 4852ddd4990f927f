using System.Text;

namespace Unknot.Diagnosis.Formats;

/// <summary>The newest time in a log: that of its last line that has one, or of its first where it is printed newest first.</summary>
internal static class LogTimes
{
    private const int Lines = 60, MaxLineLength = 1000;

    public static DateTimeOffset? Newest(ReadOnlySpan<byte> content, DateTimeOffset? reference)
    {
        DateTimeOffset? newest = FirstTime(content, reference);
        int end = content.Length;
        for (int i = 0; i < Lines && end > 0; i++)
        {
            int start = content[..(end - 1)].LastIndexOf((byte)'\n') + 1;
            DateTimeOffset? time = TimeOf(content[start..end], reference);
            if (time is not null) return newest is null || time > newest ? time : newest;
            end = start;
        }

        return newest;
    }

    private static DateTimeOffset? FirstTime(ReadOnlySpan<byte> content, DateTimeOffset? reference)
    {
        int start = 0;
        for (int i = 0; i < Lines && start < content.Length; i++)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            if (TimeOf(content[start..end], reference) is { } time) return time;
            start = end + 1;
        }

        return null;
    }

    private static DateTimeOffset? TimeOf(ReadOnlySpan<byte> line, DateTimeOffset? reference)
    {
        const string Export = "__REALTIME_TIMESTAMP=";
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxLineLength)]).TrimEnd();
        if (text.StartsWith(Export, StringComparison.Ordinal)) return LogJson.TryMicroseconds(text[Export.Length..], out DateTimeOffset time) ? time : null;
        return LogLine.Read(line.Length > 0 && line[0] == '{' ? Encoding.UTF8.GetString(line) : text, reference).Time;
    }
}
