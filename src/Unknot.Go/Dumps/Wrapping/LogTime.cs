using System.Globalization;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Times of log records. A time without a year (classic syslog) is none: nothing in the input says which year it was.</summary>
internal static class LogTime
{
    internal static DateTimeOffset? Read(in LineOrigin origin)
    {
        if (origin.UnixMicroseconds is > 0 and < 253_402_300_800_000_000) return DateTimeOffset.UnixEpoch.AddTicks(origin.UnixMicroseconds * 10);
        return Read(origin.Time);
    }

    /// <summary>Reads an ISO 8601 time with date, its fraction of any length; without a zone it is taken for UTC.</summary>
    internal static DateTimeOffset? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 19 or > 64) return null;
        Span<char> chars = stackalloc char[64];
        int length = 0;
        int fraction = -1;
        foreach (byte b in text)
        {
            char c = (char)b;
            if (c == ',' ) c = '.';
            if (c == '/' && length < 10) c = '-';
            if (c == '.') fraction = 0;
            else if (fraction >= 0 && char.IsAsciiDigit(c)) fraction++;
            else if (fraction >= 0) fraction = -1;
            if (fraction <= 7) chars[length++] = c;
        }

        return DateTimeOffset.TryParse(chars[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }
}
