using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// The two scans that the parser's speed rests on. Both read whole vectors: callers guarantee that <see cref="Slack"/> bytes behind the
/// text (and behind interned texts) are readable, see <see cref="BlockBuffer"/>. 32-byte vectors where the processor has them, else 16-byte ones.
/// AVX2 is asked for by its own name: <see cref="Vector256"/> is emulated in a native binary that is to start on any x86-64 processor, while
/// <c>Avx2.IsSupported</c> is asked of the processor at run time there.
/// </summary>
internal static unsafe class ByteScan
{
    /// <summary>Readable bytes that must follow every text scanned here: one vector past the newline that ends it, with reserve.</summary>
    public const int Slack = 128;

    /// <summary>The first newline at or behind <paramref name="p"/>. There must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Newline(byte* p)
    {
        if (Avx2.IsSupported)
        {
            Vector256<byte> newline = Vector256.Create((byte)'\n');
            for (; ; p += Vector256<byte>.Count)
            {
                int found = Avx2.MoveMask(Avx2.CompareEqual(Avx.LoadVector256(p), newline));
                if (found != 0) return p + BitOperations.TrailingZeroCount(found);
            }
        }
        Vector128<byte> narrow = Vector128.Create((byte)'\n');
        for (; ; p += Vector128<byte>.Count)
        {
            Vector128<byte> equal = Vector128.Equals(Vector128.Load(p), narrow);
            if (equal != Vector128<byte>.Zero) return p + BitOperations.TrailingZeroCount(equal.ExtractMostSignificantBits());
        }
    }

    /// <summary>The first newline or opening parenthesis at or behind <paramref name="p"/>. There must be a newline.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* NewlineOrParenthesis(byte* p)
    {
        if (Avx2.IsSupported)
        {
            Vector256<byte> newline = Vector256.Create((byte)'\n');
            Vector256<byte> open = Vector256.Create((byte)'(');
            for (; ; p += Vector256<byte>.Count)
            {
                Vector256<byte> text = Avx.LoadVector256(p);
                int found = Avx2.MoveMask(Avx2.Or(Avx2.CompareEqual(text, newline), Avx2.CompareEqual(text, open)));
                if (found != 0) return p + BitOperations.TrailingZeroCount(found);
            }
        }
        Vector128<byte> narrowNewline = Vector128.Create((byte)'\n');
        Vector128<byte> narrowOpen = Vector128.Create((byte)'(');
        for (; ; p += Vector128<byte>.Count)
        {
            Vector128<byte> text = Vector128.Load(p);
            Vector128<byte> equal = Vector128.Equals(text, narrowNewline) | Vector128.Equals(text, narrowOpen);
            if (equal != Vector128<byte>.Zero) return p + BitOperations.TrailingZeroCount(equal.ExtractMostSignificantBits());
        }
    }

    /// <summary>Whether <paramref name="count"/> bytes are the same. Stops at the first vector that differs, so that a text that ends early is not run past.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(byte* text, byte* known, int count)
    {
        if (!Avx2.IsSupported) return SameNarrow(text, known, count);
        if (count < 32) return BitOperations.TrailingZeroCount(~EqualBytes(text, known)) >= count;
        int i = 0;
        for (; i + 32 <= count; i += 32)
        {
            if (EqualBytes(text + i, known + i) != -1) return false;
        }
        return EqualBytes(text + count - 32, known + count - 32) == -1;
    }

    /// <summary>A bit for each of 32 bytes that is the same in both texts. Only where AVX2 is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EqualBytes(byte* text, byte* known) => Avx2.MoveMask(Avx2.CompareEqual(Avx.LoadVector256(text), Avx.LoadVector256(known)));

    private static bool SameNarrow(byte* text, byte* known, int count)
    {
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            if (Vector128.Load(text + i) != Vector128.Load(known + i)) return false;
        }
        if (i == count) return true;
        uint different = ~Vector128.Equals(Vector128.Load(text + i), Vector128.Load(known + i)).ExtractMostSignificantBits();
        return BitOperations.TrailingZeroCount(different) >= count - i;
    }

    /// <summary>A 64-bit hash of a text; 16 bytes a step. Not for texts that are chosen to collide: a table that uses it must stay correct then.</summary>
    public static ulong Hash(byte* text, int count, ulong seed)
    {
        ulong hash = seed ^ ((ulong)count * 0x9E3779B97F4A7C15UL);
        for (; count >= 16; text += 16, count -= 16)
        {
            hash = Mix(Unsafe.ReadUnaligned<ulong>(text) ^ hash ^ 0xA0761D6478BD642FUL, Unsafe.ReadUnaligned<ulong>(text + 8) ^ 0xE7037ED1A0B428DBUL);
        }
        ulong low = 0, high = 0;
        if (count >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(text);
            text += 8;
            count -= 8;
        }
        if (count > 0) high = Unsafe.ReadUnaligned<ulong>(text) & ((1UL << (count * 8)) - 1);
        return Mix(low ^ hash ^ 0x8EBC6AF09C88C6E3UL, high ^ 0x589965CC75374CC3UL);
    }

    /// <summary>Multiplies to 128 bits and folds: one step of the wyhash family.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
