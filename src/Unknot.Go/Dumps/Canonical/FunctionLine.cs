namespace Unknot.Go.Dumps.Canonical;

/// <summary>What a line that is flush left inside a goroutine is (<c>runtime/traceback.go</c>).</summary>
internal enum FunctionLineKind : byte
{
    /// <summary>None of the forms below.</summary>
    Odd,

    /// <summary><c>pkg.F(0x1, 0x2)</c>, <c>pkg.F()</c>.</summary>
    Call,

    /// <summary><c>pkg.F(...)</c>.</summary>
    Inlined,

    /// <summary>A name without an argument list: cgo symbolizers print C functions so.</summary>
    Bare,

    /// <summary><c>non-Go function at pc=0x…</c>, which has no file line.</summary>
    NonGo,

    /// <summary><c>created by pkg.F</c>, since Go 1.21 with <c> in goroutine N</c>.</summary>
    CreatedBy,

    /// <summary><c>...additional frames elided...</c>, since Go 1.21 <c>...N frames elided...</c>.</summary>
    Elided,

    /// <summary><c>[originating from goroutine N]:</c>.</summary>
    Ancestor,
}

/// <summary>A line that is flush left inside a goroutine, taken apart.</summary>
internal ref struct FunctionLine
{
    public FunctionLineKind Kind;

    /// <summary>The function's name as printed.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>What stands between the parentheses.</summary>
    public ReadOnlySpan<byte> Arguments;

    /// <summary>Where the part that differs between goroutines begins: the arguments, or the creator's id.</summary>
    public int HeadLength;

    /// <summary>The creator's goid, the ancestor's goid, or the number of frames elided; -1 where not told.</summary>
    public long Number;

    /// <summary>False where the argument list is cut or begins with what is no argument.</summary>
    public bool HasWellFormedArguments;

    public static FunctionLine Parse(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith((byte)')') && !line.StartsWith("created by "u8)) return Call(line);
        if (line.StartsWith("created by "u8)) return CreatedBy(line);
        if (line.StartsWith("..."u8)) return Elided(line);
        if (line.StartsWith("[originating from goroutine "u8)) return Ancestor(line);
        if (line.StartsWith("non-Go function"u8)) return new() { Kind = FunctionLineKind.NonGo, Name = line[..15], HeadLength = line.Length, Number = -1 };
        return CutOrBare(line);
    }

    private static FunctionLine Call(ReadOnlySpan<byte> line)
    {
        int open = line.LastIndexOf((byte)'(');
        if (open <= 0) return new() { Number = -1 };
        ReadOnlySpan<byte> arguments = line[(open + 1)..^1];
        bool isInlined = arguments.SequenceEqual("..."u8);
        return new()
        {
            Kind = isInlined ? FunctionLineKind.Inlined : FunctionLineKind.Call,
            Name = line[..open],
            Arguments = arguments,
            HeadLength = isInlined || arguments.IsEmpty ? line.Length : open + 1,
            Number = -1,
            HasWellFormedArguments = isInlined || arguments.IsEmpty || arguments[0] is (byte)'0' or (byte)'{' or (byte)'_',
        };
    }

    private static FunctionLine CreatedBy(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> between = " in goroutine "u8;
        ReadOnlySpan<byte> name = line["created by ".Length..];
        int at = name.LastIndexOf(between);
        long creator = -1;
        if (at > 0 && !Digits.TryParse(name[(at + between.Length)..], out creator)) at = -1;
        if (at <= 0) return new() { Kind = name.IsEmpty ? FunctionLineKind.Odd : FunctionLineKind.CreatedBy, Name = name, HeadLength = line.Length, Number = -1 };
        return new()
        {
            Kind = FunctionLineKind.CreatedBy,
            Name = name[..at],
            HeadLength = "created by ".Length + at + between.Length,
            Number = creator,
        };
    }

    private static FunctionLine Elided(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> ending = " frames elided..."u8;
        if (!line.EndsWith(ending)) return new() { Number = -1 };
        if (!Digits.TryParse(line[3..^ending.Length], out long number)) number = -1;
        return new() { Kind = FunctionLineKind.Elided, Number = number };
    }

    private static FunctionLine Ancestor(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> id = line["[originating from goroutine ".Length..];
        int end = id.IndexOf((byte)']');
        if (end < 0 || !Digits.TryParse(id[..end], out long number)) number = -1;
        return new() { Kind = FunctionLineKind.Ancestor, Number = number };
    }

    /// <summary>A line without a closing parenthesis: a call whose argument list was cut, or a name of a C function.</summary>
    private static FunctionLine CutOrBare(ReadOnlySpan<byte> line)
    {
        int open = line.LastIndexOf((byte)'(');
        if (open > 0 && open + 1 < line.Length && line[open + 1] is (byte)'0' or (byte)'{' or (byte)'_' or (byte)'.')
        {
            return new() { Kind = FunctionLineKind.Call, Name = line[..open], Arguments = line[(open + 1)..], HeadLength = open + 1, Number = -1 };
        }
        bool isName = line.IndexOfAny(" \t"u8) < 0 && line.Count((byte)'(') == line.Count((byte)')') && line.IndexOf(")("u8) < 0 && !line.IsEmpty;
        return new() { Kind = isName ? FunctionLineKind.Bare : FunctionLineKind.Odd, Name = line, HeadLength = line.Length, Number = -1 };
    }
}
