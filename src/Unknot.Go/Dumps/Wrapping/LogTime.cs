using System.Buffers.Text;
using System.Globalization;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Times of log records. A time without a year (classic syslog) is none: nothing in the input says which year it was.</summary>
internal static class LogTime
{
    internal static DateTimeOffset? Read(in LineOrigin origin) => FromMicroseconds(origin.UnixMicroseconds) ?? Read(origin.Time);

    /// <summary>Reads an ISO 8601 time with date, its fraction of any length, or seconds since 1970; without a zone it is taken for UTC.</summary>
    internal static DateTimeOffset? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 12 && text[10] == (byte)'.' && Utf8Parser.TryParse(text, out decimal seconds, out int used) && used == text.Length)
            return FromMicroseconds((long)(seconds * 1_000_000));
        if (text.Length is < 19 or > 64) return null;
        Span<char> chars = stackalloc char[64];
        int length = 0;
        int fraction = -1;
        foreach (byte b in text)
        {
            char c = b == ',' ? '.' : (char)b;
            if (c == '/' && length < 10) c = '-';
            if (c == '.') fraction = 0;
            else fraction = fraction >= 0 && char.IsAsciiDigit(c) ? fraction + 1 : -1;
            if (fraction <= 7) chars[length++] = c;
        }

        return DateTimeOffset.TryParse(chars[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }

    /// <summary>How long a time at the start of a text is; 0 where there is none.</summary>
    /// <param name="text">Text that may start with a time.</param>
    /// <param name="wordy">How much of it is a weekday or bracket before the time proper.</param>
    internal static int Length(ReadOnlySpan<byte> text, out int wordy)
    {
        wordy = 0;
        if (text.Length < 8) return 0;
        if (text[0] == (byte)'[')
        {
            wordy = 1;
            int inner = IsoLength(text[1..]);
            if (inner == 0) inner = SecondsLength(text[1..].TrimStart((byte)' ')) is > 0 and int n ? n + text[1..].Length - text[1..].TrimStart((byte)' ').Length : 0;
            return inner > 0 && inner + 1 < text.Length && text[inner + 1] == (byte)']' ? inner + 2 : 0;
        }

        if (IsLetter(text[0])) return WordyLength(text, out wordy);
        int iso = IsoLength(text);
        if (iso > 0) return iso;
        return ClockLength(text) is > 0 and int clock ? clock : SecondsLength(text);
    }

    private static DateTimeOffset? FromMicroseconds(long microseconds) =>
        microseconds is > 0 and < 253_402_300_800_000_000 ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10) : null;

    /// <summary><c>Nov 23 18:24:28</c> (its time is not told apart from its date), or <c>Mon 2026-11-23 18:24:28 UTC</c>.</summary>
    private static int WordyLength(ReadOnlySpan<byte> text, out int wordy)
    {
        wordy = 0;
        if (text.Length < 15 || !IsLetter(text[1]) || !IsLetter(text[2]) || text[3] != (byte)' ') return 0;
        int iso = IsoLength(text[4..]);
        if (iso > 0)
        {
            wordy = 4;
            return iso + 4;
        }

        if (text[4] is not ((byte)' ' or (>= (byte)'0' and <= (byte)'9')) || !IsDigit(text[5]) || text[6] != (byte)' ') return 0;
        int clock = ClockLength(text[7..]);
        return clock == 0 ? 0 : clock + 7;
    }

    private static int IsoLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 19 || !IsDigits(text[..4]) || text[4] is not ((byte)'-' or (byte)'/') || !IsDigits(text[5..7]) || text[7] != text[4]) return 0;
        if (!IsDigits(text[8..10]) || text[10] is not ((byte)'T' or (byte)' ')) return 0;
        int clock = ClockLength(text[11..]);
        return clock == 0 ? 0 : ZoneEnd(text, 11 + clock);
    }

    private static int ZoneEnd(ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> rest = text[at..];
        if (rest.StartsWith("Z"u8)) return at + 1;
        if (rest.StartsWith(" UTC "u8)) return at + 4;
        if (rest.Length >= 5 && rest[0] is (byte)'+' or (byte)'-' && IsDigits(rest[1..3]))
        {
            if (IsDigits(rest[3..5])) return at + 5;
            if (rest.Length >= 6 && rest[3] == (byte)':' && IsDigits(rest[4..6])) return at + 6;
        }

        // A zone's name as journalctl -o short-full prints it: CET, EDT.
        bool isName = rest.Length >= 5 && rest[0] == (byte)' ' && rest[1] is >= (byte)'A' and <= (byte)'Z' && rest[2] is >= (byte)'A' and <= (byte)'Z'
            && rest[3] is >= (byte)'A' and <= (byte)'Z' && rest[4] == (byte)' ';
        return isName ? at + 4 : at;
    }

    private static int ClockLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 8 || !IsDigits(text[..2]) || text[2] != (byte)':' || !IsDigits(text[3..5]) || text[5] != (byte)':' || !IsDigits(text[6..8])) return 0;
        int at = 8;
        if (at + 1 < text.Length && text[at] is (byte)'.' or (byte)',' && IsDigit(text[at + 1])) at++;
        while (at < text.Length && at > 8 && IsDigit(text[at])) at++;
        return at;
    }

    /// <summary>Seconds with a fraction: since 1970 (short-unix) or since the machine's start (short-monotonic).</summary>
    private static int SecondsLength(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && IsDigit(text[at])) at++;
        if (at is 0 or > 12 || at >= text.Length || text[at] != (byte)'.') return 0;
        int fraction = at + 1;
        while (fraction < text.Length && IsDigit(text[fraction])) fraction++;
        return fraction - at > 3 ? fraction : 0;
    }

    private static bool IsLetter(byte b) => char.IsAsciiLetter((char)b);

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
