namespace Unknot.Go.Dumps.Canonical;

/// <summary>The careful way: one line, or a function line with its file line, at a time.</summary>
internal sealed unsafe partial class PartParser
{
    /// <summary>Set by a line that says which thread got a signal: the next goroutine is the one that ran on it, and registers that follow are its own.</summary>
    private bool _wantsRegisterOwner;
    private int _registerOwner;

    /// <summary>Lines too long before this offset have been reported.</summary>
    private long _longLinesSeen;

    /// <returns>What follows the lines taken; null where the next block is needed to understand them.</returns>
    private byte* TakeLine(byte* p, byte* end, bool isLast)
    {
        byte* newline = ByteScan.Newline(p);
        if (newline == p)
        {
            CloseGoroutine(p);
            _mode = Mode.Outside;
            return newline + 1;
        }
        ReadOnlySpan<byte> line = Line(p, newline);
        if (HeaderLine.IsHeader(line))
        {
            CloseGoroutine(p);
            OpenGoroutine(p, line);
            return newline + 1;
        }
        return _mode switch
        {
            Mode.Passing => newline + 1,
            Mode.Frames => TakeFrame(p, newline, end, isLast),
            _ => TakeOutside(p, newline, end, isLast),
        };
    }

    private byte* TakeFrame(byte* p, byte* newline, byte* end, bool isLast)
    {
        ReadOnlySpan<byte> line = Line(p, newline);
        if (*p == '\t')
        {
            if (IsStackUnavailable(line)) _hasUnavailableStack = true;
            else Report(ParseProblemCode.MissingFunctionLine, p, line);
            return newline + 1;
        }
        byte* fileLine = newline + 1;
        if (newline - p > _maxLine) return fileLine;
        if (fileLine >= end && !isLast) return null;
        FunctionLine function = FunctionLine.Parse(line);
        if (function.Kind == FunctionLineKind.Elided) return fileLine;
        if (function.Kind == FunctionLineKind.Ancestor)
        {
            _mode = Mode.Passing;
            return fileLine;
        }
        byte* next = fileLine;
        ReadOnlySpan<byte> file = [];
        if (fileLine < end && *fileLine == '\t')
        {
            byte* fileEnd = ByteScan.Newline(fileLine);
            file = Line(fileLine, fileEnd);
            if (IsStackUnavailable(file)) file = [];
            else next = fileEnd + 1;
        }
        if (_trie.Nodes[_node].Phase == StackPhase.Created || !IsFrame(function, file)) return TakeOdd(p, line, fileLine, next);
        bool isCut = fileLine >= end || (isLast && next > end && !_endsLine), isTooLong = next - fileLine > _maxLine + 1;
        AddFrame(p, line, function, fileLine, file, isCut, isTooLong);
        if (_mode == Mode.Frames && _frames[_trie.Nodes[_node].Frame].IsPredictable) _frames.RememberGuess(next - 1, _trie.Nodes[_node].Frame);
        return next;
    }

    /// <summary>Whether the lines are a frame. Names without parentheses are believed only with a proper file line.</summary>
    private static bool IsFrame(in FunctionLine function, ReadOnlySpan<byte> file) => function.Kind switch
    {
        FunctionLineKind.Odd => false,
        FunctionLineKind.Bare => !file.IsEmpty && FileLine.Parse(file).IsWellFormed,
        _ => true,
    };

    /// <summary>A line that is no frame ends the goroutine where it is known to stand behind one, and is a problem otherwise.</summary>
    private byte* TakeOdd(byte* p, ReadOnlySpan<byte> line, byte* fileLine, byte* next)
    {
        if (OutsideText.IsKnown(line))
        {
            CloseGoroutine(p);
            _mode = Mode.Outside;
            TakeRegisters(p, line);
            return fileLine;
        }
        Report(ParseProblemCode.OddLine, p, line);
        return next;
    }

    private void AddFrame(byte* p, ReadOnlySpan<byte> line, in FunctionLine function, byte* fileLine, ReadOnlySpan<byte> file, bool isCut, bool isTooLong)
    {
        if (_trie.Nodes[_node].Depth >= _limits.MaxFrames)
        {
            Report(ParseProblemCode.LimitReached, p, line);
            _mode = Mode.Passing;
            return;
        }
        if (file.IsEmpty && !isCut && function.Kind != FunctionLineKind.NonGo) Report(ParseProblemCode.MissingFileLine, p, line);
        if (function.Kind == FunctionLineKind.Call && !function.HasWellFormedArguments && !isCut) Report(ParseProblemCode.OddArguments, p, line);
        int frame;
        if (file.IsEmpty || isTooLong) frame = InternWithoutFile(p, function);
        else frame = Intern(p, function, fileLine, file, isCut);
        _node = _trie.Child(_node, frame);
        StackNode* node = _trie.Nodes + _node;
        if (node->Role != WordRole.None && function.HeadLength < line.Length) TakeWord(node->Role, FrameShape.Arguments, p + function.HeadLength);
    }

    private int Intern(byte* p, in FunctionLine function, byte* fileLine, ReadOnlySpan<byte> file, bool isCut)
    {
        int fileBytes = FileLine.WithoutRegisters(file).Length;
        bool isWellFormed = FileLine.Parse(file).IsWellFormed;
        if (!isWellFormed && !isCut) Report(ParseProblemCode.OddFileLine, fileLine, file);
        FrameOrigin origin = FrameNames.OriginOf(function);
        bool isFixed = p + function.HeadLength + 1 == fileLine;
        if (isFixed) return _frames.Intern(p, function.HeadLength + 1 + fileBytes, null, 0, FrameShape.Fixed, origin, isWellFormed);
        FrameShape shape = function.Kind == FunctionLineKind.CreatedBy ? FrameShape.Creator : FrameShape.Arguments;
        return _frames.Intern(p, function.HeadLength, fileLine, fileBytes, shape, origin, isWellFormed);
    }

    private int InternWithoutFile(byte* p, in FunctionLine function)
    {
        byte kind = (byte)function.Kind;
        int start = function.Kind == FunctionLineKind.CreatedBy ? "created by ".Length : 0;
        return _frames.Intern(p + start, function.Name.Length, &kind, 1, FrameShape.NoFile, FrameNames.OriginOf(function), isPredictable: false);
    }

    private static bool IsStackUnavailable(ReadOnlySpan<byte> line) => line.SequenceEqual("\tgoroutine running on other thread; stack unavailable"u8);

    /// <summary>A line's text, cut at the limit. The cut is reported once per line, by whoever takes the line first.</summary>
    private ReadOnlySpan<byte> Line(byte* p, byte* newline)
    {
        long length = newline - p;
        if (length <= _maxLine) return new ReadOnlySpan<byte>(p, (int)length);
        long offset = OffsetOf(p);
        if (offset >= _longLinesSeen)
        {
            Report(ParseProblemCode.LineTooLong, p, new ReadOnlySpan<byte>(p, _maxLine));
            _longLinesSeen = offset + 1;
        }
        return new ReadOnlySpan<byte>(p, _maxLine);
    }

    private long OffsetOf(byte* p) => _blockOffset + (p - _block.Text);

    private void Report(ParseProblemCode code, byte* at, ReadOnlySpan<byte> text) => _part.Report(code, OffsetOf(at), text);
}
