using System.IO.Compression;
using System.Text;

namespace Unknot.Go.Tests.Profiles;

/// <summary>Writes goroutine profiles as <c>runtime/pprof</c> does (<c>printCountProfile</c>, <c>proto.go</c>): period type first, strings last, gzip around.</summary>
internal sealed class ProfileWriter
{
    private readonly List<string> _strings = [""];
    private readonly MemoryStream _body = new();
    private ulong _nextId;

    internal ProfileWriter(string type = "goroutine")
    {
        Message(_body, 11, m => Numbers(m, (1, Text(type)), (2, Text("count"))));
        Number(_body, 12, 1);
        Message(_body, 1, m => Numbers(m, (1, Text(type)), (2, Text("count"))));
        Number(_body, 9, 1_795_458_268_123_456_700);
    }

    internal ProfileWriter Mapping(string file)
    {
        Message(_body, 3, m => Numbers(m, (1, 1), (2, 0x400000), (3, 0x800000), (5, Text(file))));
        return this;
    }

    /// <summary>A location of one or more lines, the inlined ones first.</summary>
    internal ulong Location(params (string Function, string File, int Line)[] lines)
    {
        ulong id = ++_nextId;
        List<ulong> functions = [];
        foreach ((string function, string file, int line) in lines)
        {
            ulong functionId = ++_nextId;
            functions.Add(functionId);
            Message(_body, 5, m => Numbers(m, (1, functionId), (2, Text(function)), (3, Text(function)), (4, Text(file))));
        }

        Message(_body, 4, m =>
        {
            Numbers(m, (1, id), (2, 1), (3, 0x401000 + id));
            for (int i = 0; i < lines.Length; i++)
            {
                ulong function = functions[i], line = (ulong)lines[i].Line;
                Message(m, 4, inner => Numbers(inner, (1, function), (2, line)));
            }
        });
        return id;
    }

    internal ProfileWriter Sample(long count, ulong[] locations, params (string Key, string Value)[] labels)
    {
        Message(_body, 2, m =>
        {
            Message(m, 1, packed => Array.ForEach(locations, l => Varint(packed, l)));
            Message(m, 2, packed => Varint(packed, (ulong)count));
            foreach ((string key, string value) in labels) Message(m, 3, inner => Numbers(inner, (1, Text(key)), (2, Text(value))));
        });
        return this;
    }

    internal byte[] Plain()
    {
        MemoryStream all = new();
        _body.WriteTo(all);
        foreach (string text in _strings) Message(all, 6, m => m.Write(Encoding.UTF8.GetBytes(text)));
        return all.ToArray();
    }

    internal byte[] Gzip()
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal)) gzip.Write(Plain());
        return packed.ToArray();
    }

    private ulong Text(string text)
    {
        int index = _strings.IndexOf(text);
        if (index < 0) _strings.Add(text);
        return (ulong)(index < 0 ? _strings.Count - 1 : index);
    }

    private static void Numbers(Stream stream, params (int Field, ulong Value)[] numbers)
    {
        foreach ((int field, ulong value) in numbers) Number(stream, field, value);
    }

    private static void Number(Stream stream, int field, ulong value)
    {
        Varint(stream, (ulong)field << 3);
        Varint(stream, value);
    }

    private static void Message(Stream stream, int field, Action<Stream> write)
    {
        MemoryStream body = new();
        write(body);
        Varint(stream, ((ulong)field << 3) | 2);
        Varint(stream, (ulong)body.Length);
        body.WriteTo(stream);
    }

    private static void Varint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
