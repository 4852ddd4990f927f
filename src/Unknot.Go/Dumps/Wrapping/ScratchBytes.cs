using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>A growing array that is used again for each line.</summary>
internal sealed class ScratchBytes
{
    private byte[] _bytes = new byte[256];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    internal void Clear() => Length = 0;

    internal void Add(byte value)
    {
        if (Length == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        _bytes[Length++] = value;
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Adds a code point in UTF-8; one that is none becomes U+FFFD.</summary>
    internal void AddRune(uint value)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Rune rune = Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
        Add(utf8[..rune.EncodeToUtf8(utf8)]);
    }
}
