using System.Runtime.InteropServices;
using System.Text;
using Unknot.Go.Dumps.Wrapping;

namespace Unknot.Go.Dumps.Profiles;

/// <summary>
/// Reads goroutine profiles of pprof's own form, <c>debug=0</c> (github.com/google/pprof, <c>proto/profile.proto</c>). Two passes: tables first, since
/// Go writes the strings last.
/// </summary>
internal sealed class ProtobufProfile
{
    /// <summary>Entries of each table; Go's largest profiles have some hundred thousand, and an empty one costs two bytes of input.</summary>
    private const int MaxTable = 4_000_000;

    private readonly ReadOnlyMemory<byte> _message;
    private readonly DumpLimits _limits;
    private readonly InputProblems _problems;
    private readonly ProfileBuilder _builder;
    private readonly List<(int Start, int Length)> _strings = [];
    private readonly Dictionary<int, string> _decoded = [];
    private readonly Dictionary<ulong, (int Name, int File)> _functions = [];
    private readonly Dictionary<ulong, int[]> _locations = [];
    private readonly List<ulong> _numbers = [];
    private readonly List<int> _frames = [];
    private long _timeNanoseconds;
    private int _program = -1;
    private bool _isGoroutines, _isDamaged, _isFull;

    private ProtobufProfile(ReadOnlyMemory<byte> message, DumpLimits limits, InputProblems problems)
    {
        (_message, _limits, _problems) = (message, limits, problems);
        _builder = new ProfileBuilder(DumpFormat.Protobuf, limits);
    }

    /// <summary>
    /// True where bytes may be a profile: they begin with a sample type (pprof) or a period type (Go's <c>printCountProfile</c>), a message of two small
    /// numbers, and a field of a profile follows. No text begins so.
    /// </summary>
    internal static bool MayBe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || bytes[0] is not (0x0a or 0x5a) || bytes[1] is < 2 or > 12 || bytes[2] is not (0x08 or 0x10) || bytes.Length <= 2 + bytes[1]) return false;
        int next = bytes[2 + bytes[1]];
        return next >> 3 is >= 1 and <= 14 && (next & 7) is 0 or 2;
    }

    /// <summary>Reads a profile; null where it is none, or one of something else (heap, CPU).</summary>
    internal static GoroutineDump? Read(ReadOnlyMemory<byte> message, Wrappings wrappings, DumpLimits limits, InputProblems problems)
    {
        ProtobufProfile profile = new(message, limits, problems);
        return profile.Read(wrappings);
    }

    private GoroutineDump? Read(Wrappings wrappings)
    {
        ReadStrings();
        ReadTables();
        if (!_isGoroutines) return null;
        ReadSamples();
        if (_isDamaged) _problems.Add(ParseProblemCode.DamagedProfile, 0, 0, []);
        if (_isFull) _problems.Add(ParseProblemCode.LimitReached, 0, 0, []);
        DateTimeOffset? time = _timeNanoseconds > 0 ? DateTimeOffset.UnixEpoch.AddTicks(_timeNanoseconds / 100) : null;
        string? program = _program < 0 ? null : Text(_program).Split('/', '\\')[^1];
        GoroutineDump dump = _builder.Build(new DumpOrigin(string.IsNullOrEmpty(program) ? null : program, null, time, wrappings.ToName()), 0, 1, false, _isDamaged || _isFull);
        dump.SetProgram(ProgramNames.Find(dump));
        return dump;
    }

    private void ReadStrings()
    {
        ProtoReader fields = new(_message.Span);
        while (fields.MoveNext())
        {
            if (fields.Field == 6 && fields.IsBytes && !IsFull(_strings.Count)) _strings.Add((fields.BytesAt, fields.Bytes.Length));
        }

        _isDamaged |= fields.IsDamaged;
    }

    private void ReadTables()
    {
        ProtoReader fields = new(_message.Span);
        List<(ulong Id, int At, int Length)> locations = [];
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case 1 or 11 when fields.IsBytes: _isGoroutines |= Text((int)Math.Min(FirstNumber(fields.Bytes, 1), int.MaxValue)) == "goroutine"; break;
                case 3 when fields.IsBytes && _program < 0: _program = (int)Math.Min(FirstNumber(fields.Bytes, 5), int.MaxValue); break;
                case 4 when fields.IsBytes && !IsFull(locations.Count): locations.Add((FirstNumber(fields.Bytes, 1), fields.BytesAt, fields.Bytes.Length)); break;
                case 5 when fields.IsBytes && !IsFull(_functions.Count): ReadFunction(fields.Bytes); break;
                case 9 when !fields.IsBytes: _timeNanoseconds = (long)fields.Number; break;
                default: break;
            }
        }

        if (!_isGoroutines) return;
        foreach ((ulong id, int at, int length) in locations) ReadLocation(id, _message.Span.Slice(at, length));
    }

    private void ReadFunction(ReadOnlySpan<byte> message)
    {
        ProtoReader fields = new(message);
        ulong id = 0;
        int name = 0, file = 0;
        while (fields.MoveNext())
        {
            if (fields.IsBytes) continue;
            if (fields.Field == 1) id = fields.Number;
            else if (fields.Field == 2) name = (int)Math.Min(fields.Number, int.MaxValue);
            else if (fields.Field == 4) file = (int)Math.Min(fields.Number, int.MaxValue);
        }

        _isDamaged |= fields.IsDamaged;
        _functions[id] = (name, file);
    }

    /// <summary>A location's lines: the innermost inlined call first, the function that has the frame last.</summary>
    private void ReadLocation(ulong id, ReadOnlySpan<byte> message)
    {
        ProtoReader fields = new(message);
        _frames.Clear();
        while (fields.MoveNext())
        {
            if (fields.Field != 4 || !fields.IsBytes || _frames.Count >= _limits.MaxFrames) continue;
            ulong function = FirstNumber(fields.Bytes, 1);
            ulong line = FirstNumber(fields.Bytes, 2);
            (int name, int file) = _functions.GetValueOrDefault(function);
            if (_frames.Count > 0) _frames[^1] = _builder.Inlined(_frames[^1]);
            string path = Text(file);
            _frames.Add(_builder.Frame(Text(name), path.Length == 0 ? null : path, line > int.MaxValue ? 0 : (int)line, false, 0));
        }

        _isDamaged |= fields.IsDamaged;
        _locations[id] = [.. _frames];
    }

    private void ReadSamples()
    {
        ProtoReader fields = new(_message.Span);
        List<ulong> values = [];
        while (fields.MoveNext() && !_isFull)
        {
            if (fields.Field == 2 && fields.IsBytes) ReadSample(fields.Bytes, values);
        }
    }

    private void ReadSample(ReadOnlySpan<byte> message, List<ulong> values)
    {
        ProtoReader fields = new(message);
        _numbers.Clear();
        values.Clear();
        Dictionary<string, string>? labels = null;
        while (fields.MoveNext())
        {
            if (fields.Field == 1) fields.AddNumbers(_numbers);
            else if (fields.Field == 2) fields.AddNumbers(values);
            else if (fields.Field == 3 && fields.IsBytes) AddLabel(labels ??= [], fields.Bytes);
        }

        _isDamaged |= fields.IsDamaged;
        _frames.Clear();
        foreach (ulong location in _numbers)
        {
            if (_frames.Count >= _limits.MaxFrames) break;
            if (_locations.TryGetValue(location, out int[]? frames)) _frames.AddRange(frames);
        }

        long count = values.Count == 0 ? 1 : (long)Math.Min(values[0], long.MaxValue);
        _isFull |= !_builder.TryAdd(count, CollectionsMarshal.AsSpan(_frames), labels, 0);
    }

    private void AddLabel(Dictionary<string, string> labels, ReadOnlySpan<byte> message)
    {
        int key = (int)Math.Min(FirstNumber(message, 1), int.MaxValue);
        int text = (int)Math.Min(FirstNumber(message, 2), int.MaxValue);
        labels[Text(key)] = text != 0 ? Text(text) : FirstNumber(message, 3).ToString();
    }

    private static ulong FirstNumber(ReadOnlySpan<byte> message, int field)
    {
        ProtoReader fields = new(message);
        while (fields.MoveNext())
        {
            if (fields.Field == field && !fields.IsBytes) return fields.Number;
        }

        return 0;
    }

    private string Text(int index)
    {
        if (index < 0 || index >= _strings.Count) return "";
        if (_decoded.TryGetValue(index, out string? text)) return text;
        (int start, int length) = _strings[index];
        return _decoded[index] = Encoding.UTF8.GetString(_message.Span.Slice(start, length));
    }

    private bool IsFull(int count)
    {
        _isFull |= count >= MaxTable;
        return count >= MaxTable;
    }
}
