using System.Diagnostics;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Sockets;
using Unknot.Node.Sources;

namespace Unknot.Node.Containerd;

/// <summary>
/// Connects to each shim's ttrpc socket and looks whether the shim accepts; no request is sent. A shim that is stopped leaves the connection in its
/// queue, which the kernel's socket table shows; it is gone again when this source closes it.
/// </summary>
internal sealed class ShimSource : INodeSource
{
    public const string SourceName = "shims";

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(20);

    // Go accepts within microseconds of being scheduled; on a node that is short of processor time it may take a while.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        List<(Daemon Shim, DaemonSocket Socket)> shims = [.. DaemonFinder.Find(scan, sink, cancellation, Components.Shim).Where(s => s.Sockets.Count > 0).Select(s => (s, s.Sockets[0]))];
        if (shims.Count == 0) return;
        SourceSink.LineDocument lines = sink.OpenLines("shims/probes.jsonl", ProbeFormat.SchemaVersion);
        UnixSocketSource.EnterNodeNamespace(scan.Options.ProcRoot, sink);
        List<Call> calls = [];
        try
        {
            foreach ((Daemon shim, DaemonSocket socket) in shims)
            {
                if (cancellation.IsCancellationRequested) break;
                sink.Doing = $"connecting to {shim}";
                ProbeLog log = new(sink, lines, shim.Component, shim.Pid, s_patience);
                if (SocketDialer.Open(scan.Options.ProcRoot, socket, out string? errno) is { } dialer) calls.Add(new Call(shim, socket, dialer, log, cancellation));
                else sink.Gap($"{shim} {socket.Path}", "this socket cannot be reached through the shim's root", errno);
            }

            sink.Doing = $"waiting for {calls.Count} shims to accept";
            HashSet<ulong> waiting = WaitForAccepts(calls, cancellation);
            foreach (Call call in calls) call.Note(waiting.Contains(call.Inode));
        }
        finally
        {
            calls.ForEach(c => c.Dispose());
        }
    }

    /// <summary>Looks at the queues until they are empty or the patience is over.</summary>
    /// <returns>Inodes of the listeners with connections that nobody has accepted.</returns>
    private static HashSet<ulong> WaitForAccepts(List<Call> calls, CancellationToken cancellation)
    {
        HashSet<ulong> asked = [.. calls.Select(c => c.Inode)];
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            HashSet<ulong> waiting = [.. UnixDiag.Read(out _, cancellation).Where(s => s.Listening && s.ReceiveQueue > 0 && asked.Contains(s.Inode)).Select(s => s.Inode)];
            if (waiting.Count == 0 || Stopwatch.GetElapsedTime(start) > s_patience || cancellation.WaitHandle.WaitOne(s_betweenLooks)) return waiting;
        }
    }

    /// <summary>One connection.</summary>
    private sealed class Call : IDisposable
    {
        private readonly Daemon _shim;
        private readonly DaemonSocket _socket;
        private readonly SocketDialer _dialer;
        private readonly ProbeLog _log;
        private readonly Task<ProbeAnswer<Stream>> _connection;
        private readonly long _start = Stopwatch.GetTimestamp();

        public Call(Daemon shim, DaemonSocket socket, SocketDialer dialer, ProbeLog log, CancellationToken cancellation)
        {
            (_shim, _socket, _dialer, _log) = (shim, socket, dialer, log);
            _connection = log.TryAsync(token => dialer.ConnectAsync(token).AsTask(), cancellation);
        }

        public ulong Inode => _socket.Inode;

        public void Note(bool isWaiting)
        {
            ProbeAnswer<Stream> answer = _connection.GetAwaiter().GetResult();
            if (isWaiting && answer.Outcome == ProbeOutcome.Answered)
            {
                answer = answer with { Outcome = ProbeOutcome.TimedOut, Elapsed = Stopwatch.GetElapsedTime(_start), Detail = "it does not accept connections", Errno = "ETIMEDOUT" };
            }

            _log.Note("connect", DaemonArguments.Value(_shim.Process.Arguments, "-id", "--id"), answer, new Dictionary<string, string> { ["socket"] = _socket.Path });
        }

        public void Dispose()
        {
            if (_connection.IsCompletedSuccessfully) _connection.Result.Value?.Dispose();
            _dialer.Dispose();
        }
    }
}
