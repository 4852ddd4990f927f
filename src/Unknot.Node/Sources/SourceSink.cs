using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Sources;

/// <summary>Takes what a source gives, up to its byte limit and until it is closed. Safe from several threads.</summary>
internal sealed class SourceSink(string source, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly List<EvidenceDocument> _documents = [];
    private readonly List<Gap> _gaps = [];
    private readonly List<LineDocument> _open = [];
    private long _bytes;
    private bool _closed;
    private bool _full;

    /// <summary>What the source is at, for the gap that names where it was left.</summary>
    public string? Doing { get; set; }

    /// <summary>True when nothing more is taken: a source may stop.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock) return _closed;
        }
    }

    /// <summary>Documents; complete after <see cref="Close"/>.</summary>
    public IReadOnlyList<EvidenceDocument> Documents => _documents;

    /// <summary>Gaps.</summary>
    public IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>Takes a document.</summary>
    /// <returns>False when it was not taken: closed, or over the limit.</returns>
    public bool Add(string path, ReadOnlyMemory<byte> content)
    {
        lock (_lock)
        {
            if (!Take(content.Length, path)) return false;
            _documents.Add(new EvidenceDocument(path, content, DateTimeOffset.UtcNow));
            return true;
        }
    }

    /// <summary>Starts a document of JSON lines; what has been added when the sink is closed is kept.</summary>
    public LineDocument OpenLines(string path, string schemaVersion)
    {
        LineDocument lines = new(this, path, schemaVersion);
        lock (_lock)
        {
            if (!_closed) _open.Add(lines);
        }

        return lines;
    }

    /// <summary>Notes what could not be read.</summary>
    public void Gap(string target, string reason, string? errno)
    {
        lock (_lock)
        {
            if (!_closed) _gaps.Add(new Gap(source, target, reason, errno));
        }
    }

    /// <summary>Takes no more; the documents of lines are finished.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed) return;
            foreach (LineDocument lines in _open) _documents.Add(lines.Finish());
            _closed = true;
        }
    }

    private bool Take(long length, string path)
    {
        if (_closed || _full) return false;
        if (_bytes + length > maxBytes)
        {
            _full = true;
            _gaps.Add(new Gap(source, path, $"the source's limit of {maxBytes >> 20} MiB is reached: this and the rest are left out"));
            return false;
        }

        _bytes += length;
        return true;
    }

    /// <summary>A document of JSON lines that grows.</summary>
    internal sealed class LineDocument(SourceSink sink, string path, string schemaVersion)
    {
        private readonly MemoryStream _text = Begin(schemaVersion);
        private readonly DateTimeOffset _takenAt = DateTimeOffset.UtcNow;

        /// <summary>Adds one line.</summary>
        /// <returns>False when it was not taken.</returns>
        public bool Add<T>(T record, JsonTypeInfo<T> type)
        {
            byte[] line = JsonSerializer.SerializeToUtf8Bytes(record, type);
            lock (sink._lock)
            {
                if (!sink.Take(line.Length + 1, path)) return false;
                _text.Write(line);
                _text.WriteByte((byte)'\n');
                return true;
            }
        }

        internal EvidenceDocument Finish() => new(path, _text.ToArray(), _takenAt);

        private static MemoryStream Begin(string schemaVersion)
        {
            MemoryStream text = new();
            text.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"schemaVersion\":\"{schemaVersion}\"}}\n"));
            return text;
        }
    }
}
