using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Linux;

namespace Unknot.Node.Bus;

/// <summary>
/// A client's connection to a message bus, or to systemd's private socket. One request at a time, each with a deadline; after one that was not
/// answered the connection is of no more use (<see cref="IsBroken"/>).
/// </summary>
internal sealed class DbusConnection : IDisposable
{
    // What comes unasked (signals) before the answer; a peer that sends without end is given up.
    private const int MaxUnasked = 8 << 20, MaxLine = 4096;
    private readonly UnixStream _stream;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start, _end;
    private uint _serial;

    private DbusConnection(UnixStream stream) => _stream = stream;

    /// <summary>True after a request that was not answered.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Connects and authenticates as this process' user (SASL mechanism EXTERNAL).</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="pid">Process whose root the path is below.</param>
    /// <param name="path">The socket.</param>
    /// <param name="time">How long it may take.</param>
    /// <param name="reply">What came of it.</param>
    /// <returns>The connection; null when there is none.</returns>
    public static DbusConnection? Open(string procRoot, int pid, string path, ProbeTime time, out DbusReply reply)
    {
        if (UnixStream.Connect(procRoot, pid, path, time, out string? errno) is not { } stream)
        {
            ProbeOutcome outcome = errno == "ETIMEDOUT" ? ProbeOutcome.TimedOut : ProbeOutcome.Refused;
            reply = new DbusReply(outcome, outcome == ProbeOutcome.TimedOut ? $"connect to {path}: the backlog stayed full" : $"connect to {path}: {errno}", null, time.Elapsed);
            return null;
        }

        DbusConnection connection = new(stream);
        reply = connection.Authenticate(time);
        if (reply.Outcome == ProbeOutcome.Answered) return connection;
        connection.Dispose();
        return null;
    }

    /// <summary>Makes a call and waits for its answer.</summary>
    public DbusReply Call(DbusCall call, ProbeTime time)
    {
        if (IsBroken) throw new InvalidOperationException("a request on this connection was not answered: no second one may be outstanding");
        uint serial = ++_serial;
        IsBroken = true;
        if (_stream.Send(call.Marshal(serial), time) is { } errno) return Lost(errno, time);
        int unasked = 0;
        while (unasked < MaxUnasked)
        {
            if (ReadMessage(time, out DbusReply? problem) is not { Message: { } message } read) return problem!;
            unasked += read.Length;
            if (message.ReplySerial != serial || message.Kind is not (2 or 3)) continue;
            IsBroken = false;
            string? error = message.Kind == 3 ? $"{message.ErrorName}: {message.FirstText}" : null;
            return new DbusReply(ProbeOutcome.Answered, error, message, time.Elapsed);
        }

        return new DbusReply(ProbeOutcome.Failed, $"more than {MaxUnasked >> 20} MiB came and no answer among them", null, time.Elapsed);
    }

    public void Dispose() => _stream.Dispose();

    // "Authentication Protocol" of the specification: a NUL for the credentials, then lines. BEGIN goes with the first, as sd-bus sends it: a systemd that
    // reads BEGIN and the first call in one go leaves the call in its buffer until more comes (seen with 252 on its private socket).
    private DbusReply Authenticate(ProbeTime time)
    {
        string uid = Convert.ToHexString(Encoding.ASCII.GetBytes(LinuxCalls.EffectiveUid().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (_stream.Send(Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {uid}\r\nBEGIN\r\n"), time) is { } errno) return Lost(errno, time);
        if (ReadLine(time, out DbusReply? problem) is not { } line) return problem!;
        if (!line.StartsWith("OK ", StringComparison.Ordinal))
        {
            bool isRejected = line.StartsWith("REJECTED", StringComparison.Ordinal);
            return new DbusReply(isRejected ? ProbeOutcome.Refused : ProbeOutcome.Failed, $"to AUTH EXTERNAL it said: {Shown(line)}", null, time.Elapsed);
        }

        return new DbusReply(ProbeOutcome.Answered, null, null, time.Elapsed);
    }

    private string? ReadLine(ProbeTime time, out DbusReply? problem)
    {
        problem = null;
        while (true)
        {
            int end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, _start, end);
                _start += end + 2;
                return line;
            }

            if (_end - _start > MaxLine)
            {
                problem = new DbusReply(ProbeOutcome.Failed, $"no line end within {MaxLine} bytes: this is no D-Bus server", null, time.Elapsed);
                return null;
            }

            if (!Fill(time, out problem)) return null;
        }
    }

    private (DbusMessage Message, int Length)? ReadMessage(ProbeTime time, out DbusReply? problem)
    {
        while (_end - _start < DbusMessage.FixedLength)
        {
            if (!Fill(time, out problem)) return null;
        }

        int length = DbusMessage.LengthOf(_buffer.AsSpan(_start, DbusMessage.FixedLength));
        problem = new DbusReply(ProbeOutcome.Failed, $"what came is no D-Bus message: {Convert.ToHexString(_buffer, _start, DbusMessage.FixedLength)}", null, time.Elapsed);
        if (length < 0) return null;
        byte[] bytes = new byte[length];
        for (int filled = 0; filled < length;)
        {
            if (_start == _end && !Fill(time, out problem)) return null;
            int part = Math.Min(length - filled, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(filled));
            _start += part;
            filled += part;
        }

        if (DbusMessage.Parse(bytes) is { } message) return (message, length);
        problem = new DbusReply(ProbeOutcome.Failed, $"a message of {length} bytes came whose header is broken", null, time.Elapsed);
        return null;
    }

    private bool Fill(ProbeTime time, out DbusReply? problem)
    {
        problem = null;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        // An endless sender always has bytes: the time must be looked at here too.
        string? errno = "ETIMEDOUT";
        int length = time.IsOver ? 0 : _stream.Receive(_buffer.AsSpan(_end), time, out errno);
        _end += length;
        if (length > 0) return true;
        problem = Lost(errno, time);
        return false;
    }

    private static DbusReply Lost(string? errno, ProbeTime time) => errno switch
    {
        "ETIMEDOUT" => new DbusReply(ProbeOutcome.TimedOut, $"no answer within {time.Elapsed.TotalSeconds:0.0} s", null, time.Elapsed),
        null => new DbusReply(ProbeOutcome.Failed, "the connection was closed", null, time.Elapsed),
        _ => new DbusReply(ProbeOutcome.Failed, errno, null, time.Elapsed),
    };

    private static string Shown(string line) => line.Length <= 100 ? line : line[..100] + "…";
}
