using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Reads one goroutine's text in full. The stack that the parser found gives the symbols, so that they are the same objects; this reads
/// the rest: argument words, creator, labels, ancestors, registers.
/// </summary>
internal sealed class GoroutineTextReader(GoroutineStack stack)
{
    private readonly List<StackFrame> _frames = new(stack.Frames.Count);
    private readonly List<GoroutineAncestor> _ancestors = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private List<FrameSymbol>? _ancestorFrames;
    private long? _creator;
    private ulong? _gAddress;
    private long? _mId;
    private int _framesElided;
    private bool _isStackUnavailable;

    /// <summary>The id in a goroutine's text; -1 where the text is none.</summary>
    public static long IdOf(ReadOnlySpan<byte> text)
    {
        int newline = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = newline < 0 ? text : text[..newline];
        return HeaderLine.IsHeader(line) ? HeaderLine.Parse(line).Id : -1;
    }

    /// <summary>Reads what the text says. An empty text leaves the frames without argument words.</summary>
    public GoroutineDetails Read(ReadOnlySpan<byte> text, ReadOnlySpan<byte> registers)
    {
        ReadOnlySpan<byte> rest = text;
        if (!rest.IsEmpty) ReadHeader(NextLine(ref rest));
        while (!rest.IsEmpty) ReadLine(NextLine(ref rest), ref rest);
        for (int i = _frames.Count; i < stack.Frames.Count; i++) _frames.Add(new StackFrame(stack.Frames[i], []));
        return new GoroutineDetails(_frames, stack.CreatedBy, _creator, _labels, _gAddress, _mId, _framesElided, _ancestors, _isStackUnavailable, ReadRegisters(registers));
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        HeaderLine header = HeaderLine.Parse(line);
        (_gAddress, _mId) = (header.GAddress, header.MId);
        foreach ((string key, string value) in HeaderLine.ReadLabels(header.Labels)) _labels[key] = value;
    }

    private void ReadLine(ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> rest)
    {
        if (line.EndsWith("; stack unavailable"u8)) _isStackUnavailable = true;
        if (line.IsEmpty || line[0] == '\t') return;
        FunctionLine function = FunctionLine.Parse(line);
        switch (function.Kind)
        {
            case FunctionLineKind.Ancestor:
                _ancestorFrames = [];
                _ancestors.Add(new GoroutineAncestor(function.Number, _ancestorFrames));
                break;
            case FunctionLineKind.Elided:
                if (_ancestorFrames is null) _framesElided = function.Number > 0 ? (int)Math.Min(function.Number, int.MaxValue) : -1;
                break;
            case FunctionLineKind.CreatedBy:
                if (_ancestorFrames is null && function.Number >= 0) _creator = function.Number;
                break;
            case FunctionLineKind.Odd:
                break;
            default:
                ReadFrame(function, FileLineOf(rest));
                break;
        }
    }

    private void ReadFrame(in FunctionLine function, ReadOnlySpan<byte> fileLine)
    {
        if (_ancestorFrames is not null)
        {
            _ancestorFrames.Add(FrameNames.ToSymbol(function, fileLine));
            return;
        }
        if (function.Kind == FunctionLineKind.Bare && !FileLine.Parse(fileLine).IsWellFormed) return;
        if (_frames.Count == stack.Frames.Count) return;
        bool hasWords = function.Kind == FunctionLineKind.Call && !function.Arguments.IsEmpty;
        _frames.Add(new StackFrame(stack.Frames[_frames.Count], hasWords ? ArgumentList.Parse(function.Arguments, out _) : []));
    }

    private static Dictionary<string, ulong> ReadRegisters(ReadOnlySpan<byte> text)
    {
        Dictionary<string, ulong> registers = new(StringComparer.Ordinal);
        while (!text.IsEmpty)
        {
            if (OutsideText.TryRegister(NextLine(ref text), out ReadOnlySpan<byte> name, out ulong value)) registers[Encoding.UTF8.GetString(name)] = value;
        }
        return registers;
    }

    private static ReadOnlySpan<byte> FileLineOf(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith((byte)'\t')) return [];
        int newline = rest.IndexOf((byte)'\n');
        return newline < 0 ? rest : rest[..newline];
    }

    private static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> rest)
    {
        int newline = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = newline < 0 ? rest : rest[..newline];
        rest = newline < 0 ? [] : rest[(newline + 1)..];
        return line;
    }
}
