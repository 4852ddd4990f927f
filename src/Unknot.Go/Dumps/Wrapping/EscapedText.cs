using System.Globalization;
using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// A log message with its line feeds escaped, as logrus (<c>strconv.Quote</c>) and JSON loggers print a whole dump on one line. Taken in pieces, since
/// journald cuts a line of standard output at 48 KiB wherever that falls.
/// </summary>
internal sealed class EscapedText(int maxLineBytes)
{
    private readonly ScratchBytes _line = new();
    private int _pendingLength;
    private readonly byte[] _pending = new byte[12];
    private bool _closed;
    private bool _hasText;

    /// <summary>True once the closing quote was found.</summary>
    internal bool IsClosed => _closed;

    /// <summary>Takes the next piece; every finished line goes to the stream.</summary>
    /// <returns>How many bytes of the piece belong to the message: all, or up to the closing quote.</returns>
    internal int Add(ReadOnlySpan<byte> piece, DumpStream stream, in LineOrigin origin)
    {
        int i = 0;
        while (i < piece.Length && !_closed)
        {
            if (_pendingLength > 0) i += Continue(piece[i..], stream, origin);
            else if (piece[i] == (byte)'"')
            {
                _closed = true;
                i++;
            }
            else if (piece[i] == (byte)'\\') i += Start(piece[i..], stream, origin);
            else
            {
                int run = piece[i..].IndexOfAny((byte)'\\', (byte)'"');
                if (run < 0) run = piece.Length - i;
                Append(piece.Slice(i, run));
                i += run;
            }
        }

        if (_closed) Flush(stream, origin);
        return i;
    }

    /// <summary>Gives the last line to the stream: nothing more comes.</summary>
    internal void Flush(DumpStream stream, in LineOrigin origin)
    {
        if (_hasText) stream.Add(_line.Span, origin);
        _line.Clear();
        _hasText = false;
    }

    private int Start(ReadOnlySpan<byte> text, DumpStream stream, in LineOrigin origin)
    {
        int length = Decode(text, stream, origin);
        if (length > 0) return length;
        text.CopyTo(_pending);
        _pendingLength = text.Length;
        return text.Length;
    }

    /// <summary>An escape was cut by the end of the piece before: complete it with the first bytes of this one.</summary>
    private int Continue(ReadOnlySpan<byte> text, DumpStream stream, in LineOrigin origin)
    {
        int held = _pendingLength;
        int added = Math.Min(text.Length, _pending.Length - held);
        text[..added].CopyTo(_pending.AsSpan(held));
        int length = Decode(_pending.AsSpan(0, held + added), stream, origin);
        if (length == 0)
        {
            _pendingLength = held + added;
            return added;
        }

        _pendingLength = 0;
        return Math.Max(0, length - held);
    }

    /// <summary>Decodes one escape sequence. The switch is the table of <c>strconv.Unquote</c>.</summary>
    /// <returns>Its length; 0 where it is not complete yet.</returns>
    private int Decode(ReadOnlySpan<byte> text, DumpStream stream, in LineOrigin origin)
    {
        if (text.Length < 2) return 0;
        switch (text[1])
        {
            case (byte)'n':
                _hasText = true;
                Flush(stream, origin);
                _hasText = true;
                return 2;
            case (byte)'t': Append("\t"u8); return 2;
            case (byte)'r': return 2;
            case (byte)'x': return DecodeHex(text, 2);
            case (byte)'u': return DecodeHex(text, 4);
            case (byte)'U': return DecodeHex(text, 8);
            default: Append(text.Slice(1, 1)); return 2;
        }
    }

    private int DecodeHex(ReadOnlySpan<byte> text, int digits)
    {
        if (text.Length < 2 + digits) return 0;
        if (!uint.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)) return 2;
        Span<byte> utf8 = stackalloc byte[4];
        if (digits == 2)
        {
            utf8[0] = (byte)value;
            Append(utf8[..1]);
        }
        else
        {
            Rune rune = Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
            Append(utf8[..rune.EncodeToUtf8(utf8)]);
        }

        return 2 + digits;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        _hasText = true;
        // One byte more than a line may have, so that the stream sees that it is too long.
        int room = Math.Max(0, maxLineBytes - _line.Length + 1);
        _line.Add(text.Length > room ? text[..room] : text);
    }
}
