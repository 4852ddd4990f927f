namespace Unknot.Go.Dumps.Canonical;

/// <summary>Where goroutines begin and end, and what stands between them.</summary>
internal sealed unsafe partial class PartParser
{
    private bool _isOpen;
    private bool _hasUnavailableStack;

    private void OpenGoroutine(byte* p, ReadOnlySpan<byte> line)
    {
        long offset = OffsetOf(p);
        if (_part.FirstHeader < 0) _part.FirstHeader = offset;
        if (_part.Records.Count >= _limits.MaxGoroutines)
        {
            _part.ReportLimit(offset, HeaderLine.Parse(line).Id);
            _part.ReachedLimit = _isStopped = true;
            return;
        }
        if (_wantsRegisterOwner) (_wantsRegisterOwner, _registerOwner) = (false, _part.Records.Count);
        ref GoroutineRecord record = ref _part.Records.Add();
        record.Count = 1;
        record.Offset = offset;
        if (!TryPlainHeader(line, ref record)) ReadHeader(p, line, ref record);
        (_isOpen, _mode, _node, _hasUnavailableStack) = (true, Mode.Frames, 0, false);
    }

    /// <summary>The header that nearly all goroutines have: <c>goroutine 12 [state]:</c> or <c>goroutine 12 [state, 3 minutes]:</c>, the state seen before.</summary>
    private bool TryPlainHeader(ReadOnlySpan<byte> line, ref GoroutineRecord record)
    {
        long id = 0;
        int i = "goroutine ".Length;
        for (; i < line.Length && char.IsAsciiDigit((char)line[i]); i++) id = (id * 10) + (line[i] - '0');
        if (i > 28 || i + 5 > line.Length || line[i] != ' ' || line[i + 1] != '[' || line[^1] != ':' || line[^2] != ']') return false;
        ReadOnlySpan<byte> state = line[(i + 2)..^2];
        int minutes = -1, comma = state.IndexOf((byte)',');
        if (comma >= 0)
        {
            ReadOnlySpan<byte> wait = state[comma..];
            state = state[..comma];
            if (!wait.EndsWith(" minutes"u8) || wait[1] != ' ' || wait.Length is < 11 or > 18) return false;
            minutes = 0;
            foreach (byte c in wait[2..^8])
            {
                if (!char.IsAsciiDigit((char)c)) return false;
                minutes = (minutes * 10) + (c - '0');
            }
        }
        int known = _states.Find(state);
        if (known < 0) return false;
        record.Id = id;
        record.StateIndex = known;
        record.WaitMinutes = minutes;
        return true;
    }

    private void ReadHeader(byte* p, ReadOnlySpan<byte> line, ref GoroutineRecord record)
    {
        HeaderLine header = HeaderLine.Parse(line);
        int bracket = line.IndexOf((byte)'[');
        ReadOnlySpan<byte> printed = line[(bracket + 1)..];
        int end = printed.IndexOfAny((byte)',', (byte)']');
        record.Id = header.Id;
        record.WaitMinutes = header.WaitMinutes;
        record.StateIndex = _states.Intern(header.State, isPlain: end == header.State.Length);
        if (header.IsLockedToThread) record.Flags |= GoroutineFlags.LockedToThread;
        if (!header.IsWellFormed) Report(ParseProblemCode.OddHeader, p, line);
    }

    private void CloseGoroutine(byte* p)
    {
        if (!_isOpen) return;
        ref GoroutineRecord record = ref _part.Records.Last;
        record.Length = (int)Math.Min(OffsetOf(p) - record.Offset, int.MaxValue);
        record.Stack = _node;
        _isOpen = false;
    }

    private byte* TakeOutside(byte* p, byte* newline, byte* end, bool isLast)
    {
        ReadOnlySpan<byte> line = Line(p, newline);
        byte* fileLine = newline + 1;
        if (newline - p > _maxLine) return fileLine;
        if (line.SequenceEqual("runtime stack:"u8)) _mode = Mode.Passing;
        else if (OutsideText.IsSignal(line)) _wantsRegisterOwner = true;
        else if (OutsideText.IsRegister(line)) TakeRegisters(p, line);
        else if (fileLine >= end && !isLast) return null;
        else if (IsStrayFrame(line, fileLine, end)) TakeStrayFrames(p, line);
        return fileLine;
    }

    private bool IsStrayFrame(ReadOnlySpan<byte> line, byte* fileLine, byte* end)
    {
        if (line[0] == '\t')
        {
            FileLine stray = FileLine.Parse(line);
            return stray.IsWellFormed && stray.Offset != 0;
        }
        if (fileLine >= end || *fileLine != '\t') return false;
        if (FunctionLine.Parse(line).Kind is not (FunctionLineKind.Call or FunctionLineKind.Inlined or FunctionLineKind.CreatedBy)) return false;
        return FileLine.Parse(Line(fileLine, ByteScan.Newline(fileLine))).IsWellFormed;
    }

    private void TakeStrayFrames(byte* p, ReadOnlySpan<byte> line)
    {
        bool isStart = _part.FirstHeader < 0;
        Report(isStart ? ParseProblemCode.CutAtStart : ParseProblemCode.OddLine, p, line);
        _part.IsCutAtStart |= isStart;
        _mode = Mode.Passing;
    }

    private void TakeRegisters(byte* p, ReadOnlySpan<byte> line)
    {
        if (OutsideText.IsSignal(line)) _wantsRegisterOwner = true;
        if (!OutsideText.IsRegister(line)) return;
        long offset = OffsetOf(p);
        List<RegisterBlock> blocks = _part.Registers;
        int last = blocks.Count - 1;
        if (last >= 0 && blocks[last].Offset + blocks[last].Length == offset) blocks[last] = blocks[last] with { Length = blocks[last].Length + line.Length + 1 };
        else blocks.Add(new RegisterBlock(_registerOwner, offset, line.Length + 1));
    }

    private void Finish()
    {
        byte* end = _block.Text + _block.Count;
        if (_isOpen && !_isStopped && IsCut())
        {
            _part.IsTruncated = true;
            _part.Report(ParseProblemCode.CutAtEnd, OffsetOf(end), $"goroutine {_part.Records.Last.Id}");
        }
        CloseGoroutine(end);
        (_part.RegisterOwner, _part.WantsRegisterOwner) = (_registerOwner, _wantsRegisterOwner);
    }

    /// <summary>
    /// Whether the goroutine that the text ends in may lack lines. It does not where its <c>created by</c> line is there. Only goroutine 1
    /// and those that the runtime started have none.
    /// </summary>
    private bool IsCut()
    {
        if (_mode == Mode.Passing) return !_endsLine;
        if (_node == 0) return !_hasUnavailableStack;
        StackNode* node = _trie.Nodes + _node;
        ref readonly FrameText frame = ref _frames[node->Frame];
        // Without its file line, or with half of it.
        if (!frame.IsPredictable) return true;
        FrameSymbol symbol = FrameNames.ToSymbol(frame);
        if (!_endsLine && symbol.Offset == 0) return true;
        if (node->Phase == StackPhase.Created || _part.Records.Last.Id == 1) return false;
        return !symbol.Function.StartsWith("runtime.", StringComparison.Ordinal) && symbol.Function != "main.main";
    }
}
