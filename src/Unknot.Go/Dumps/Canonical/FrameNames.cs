using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>Makes symbols of frame texts.</summary>
internal static class FrameNames
{
    /// <summary>The symbol of an interned frame. Once per distinct frame of a dump.</summary>
    public static FrameSymbol ToSymbol(in FrameText frame)
    {
        ReadOnlySpan<byte> head = frame.HeadBytes;
        ReadOnlySpan<byte> fileLine = frame.TailBytes;
        switch (frame.Shape)
        {
            case FrameShape.Fixed:
                int newline = head.IndexOf((byte)'\n');
                return ToSymbol(FunctionLine.Parse(head[..newline]), head[(newline + 1)..]);
            case FrameShape.Arguments:
                FunctionLine call = new() { Kind = FunctionLineKind.Call, Name = head[..^1] };
                return ToSymbol(call, fileLine);
            case FrameShape.Creator:
                FunctionLine creator = new() { Kind = FunctionLineKind.CreatedBy, Name = head["created by ".Length..^" in goroutine ".Length] };
                return ToSymbol(creator, fileLine);
            default:
                return ToSymbol(new FunctionLine { Kind = (FunctionLineKind)fileLine[0], Name = head }, []);
        }
    }

    /// <summary>The symbol of a function line and its file line, which is empty where there is none.</summary>
    public static FrameSymbol ToSymbol(FunctionLine function, ReadOnlySpan<byte> fileLine)
    {
        string name = Unescape(function.Name);
        bool isInlined = function.Kind == FunctionLineKind.Inlined;
        bool isCreatedBy = function.Kind == FunctionLineKind.CreatedBy;
        if (fileLine.IsEmpty) return new FrameSymbol(name, null, 0, isInlined, isCreatedBy);
        FileLine file = FileLine.Parse(fileLine);
        return new FrameSymbol(name, file.File.IsEmpty ? null : Encoding.UTF8.GetString(file.File), file.Line, isInlined, isCreatedBy, file.Offset);
    }

    /// <summary>Whose code a function is, by its name as printed.</summary>
    public static FrameOrigin OriginOf(in FunctionLine function)
    {
        if (function.Kind == FunctionLineKind.CreatedBy) return FrameOrigin.CreatedBy;
        if (function.Name.StartsWith("sync."u8) || function.Name.StartsWith("internal/sync."u8)) return FrameOrigin.Sync;
        return function.Name.StartsWith("runtime."u8) ? FrameOrigin.Runtime : FrameOrigin.Other;
    }

    /// <summary>The linker escapes dots and odd bytes of an import path's last element as <c>%2e</c> (<c>cmd/internal/objabi.PathToPrefix</c>).</summary>
    private static string Unescape(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'%') < 0) return Encoding.UTF8.GetString(name);
        byte[] plain = new byte[name.Length];
        int count = 0;
        for (int i = 0; i < name.Length; i++)
        {
            bool isEscape = name[i] == '%' && i + 2 < name.Length && char.IsAsciiHexDigit((char)name[i + 1]) && char.IsAsciiHexDigit((char)name[i + 2]);
            plain[count++] = isEscape ? (byte)((Digits.HexDigit(name[i + 1]) << 4) | Digits.HexDigit(name[i + 2])) : name[i];
            if (isEscape) i += 2;
        }
        return Encoding.UTF8.GetString(plain.AsSpan(0, count));
    }
}
