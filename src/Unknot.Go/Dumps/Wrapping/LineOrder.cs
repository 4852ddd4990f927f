namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Finds out whether a viewer has printed the newest line first. A header stands before its first function, or behind it; where there are no headers, a file
/// stands behind the function that lies in its folder, or before it.
/// </summary>
internal sealed class LineOrder
{
    private readonly ScratchBytes _before = new();
    private readonly ScratchBytes _function = new();
    private LineKind _last;
    private long _headers, _folders;

    /// <summary>Above 0 where the lines stand as printed, below 0 where they are reversed, 0 where nothing tells.</summary>
    internal long Evidence => _headers != 0 ? _headers : _folders;

    internal void Add(LineKind kind, ReadOnlySpan<byte> line)
    {
        if (_last == LineKind.Header && kind == LineKind.Function) _headers++;
        if (_last == LineKind.Function && kind == LineKind.Header) _headers--;
        if (_headers == 0) AddFolder(kind, line);
        _last = kind;
    }

    /// <summary>Looks at each function between two files: which of them lies in a folder of the function's package?</summary>
    private void AddFolder(LineKind kind, ReadOnlySpan<byte> line)
    {
        if (kind == LineKind.File && _last == LineKind.Function && _function.Length > 0)
        {
            bool after = IsIn(line, _function.Span);
            bool before = IsIn(_before.Span, _function.Span);
            if (after != before) _folders += after ? 1 : -1;
        }

        if (kind == LineKind.File) Keep(_before, line);
        else if (kind == LineKind.Function && _last == LineKind.File) Keep(_function, line);
        else Keep(_function, []);
    }

    /// <summary>True where a file's folder has the name of a function's package.</summary>
    private static bool IsIn(ReadOnlySpan<byte> fileLine, ReadOnlySpan<byte> function)
    {
        ReadOnlySpan<byte> path = LineShape.SourcePath(fileLine);
        int slash = path.LastIndexOf((byte)'/');
        if (slash < 0) return false;
        ReadOnlySpan<byte> folder = path[..slash];
        int folderStart = folder.LastIndexOf((byte)'/') + 1;
        int open = function.IndexOf((byte)'(');
        ReadOnlySpan<byte> name = open < 0 ? function : function[..open];
        ReadOnlySpan<byte> package = name[(name.LastIndexOf((byte)'/') + 1)..];
        int dot = package.IndexOf((byte)'.');
        return dot > 0 && folder[folderStart..].SequenceEqual(package[..dot]);
    }

    private static void Keep(ScratchBytes bytes, ReadOnlySpan<byte> line)
    {
        bytes.Clear();
        bytes.Add(line[..Math.Min(line.Length, 1024)]);
    }
}
