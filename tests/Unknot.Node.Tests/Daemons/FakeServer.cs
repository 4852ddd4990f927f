using System.Net.Sockets;

namespace Unknot.Node.Tests.Daemons;

/// <summary>A unix socket of the test's own that misbehaves in one way; a fake, since no real daemon does so on demand.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _held = [];
    private int _accepted;

    private FakeServer(string path, int backlog)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(backlog);
    }

    public string Path { get; }

    /// <summary>Connections that it took.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Targets of the requests that <see cref="Http"/> took.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Targets { get; } = new();

    /// <summary>Accepts and never answers.</summary>
    public static FakeServer Mute(string path) => Serving(path, (_, _) => Task.CompletedTask);

    /// <summary>Listens and never accepts; its queue is full.</summary>
    public static FakeServer NeverAccepting(string path)
    {
        FakeServer server = new(path, backlog: 0);
        Socket first = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        first.Connect(new UnixDomainSocketEndPoint(path));
        server._held.Add(first);
        return server;
    }

    /// <summary>Answers bytes that are no protocol, and closes.</summary>
    public static FakeServer Garbage(string path) => Serving(path, async (connection, _) =>
    {
        byte[] noise = new byte[4096];
        new Random(1).NextBytes(noise);
        await connection.SendAsync(noise);
        connection.Shutdown(SocketShutdown.Both);
    });

    /// <summary>Begins a good HTTP answer and never ends its body.</summary>
    public static FakeServer Endless(string path) => Serving(path, async (connection, end) =>
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\n\r\n["u8.ToArray());
        byte[] more = new byte[64 << 10];
        Array.Fill(more, (byte)' ');
        while (!end.IsCancellationRequested) await connection.SendAsync(more, end);
    });

    /// <summary>Closes each connection at once.</summary>
    public static FakeServer Closing(string path) => Serving(path, (connection, _) =>
    {
        connection.Dispose();
        return Task.CompletedTask;
    });

    /// <summary>Answers HTTP by a table; for other paths it is mute.</summary>
    public static FakeServer Http(string path, IReadOnlyDictionary<string, string> answers) => Serving(path, async (server, connection, end) =>
    {
        byte[] buffer = new byte[8192];
        while (await connection.ReceiveAsync(buffer, end) is > 0 and var length)
        {
            string target = System.Text.Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
            server.Targets.Enqueue(target);
            if (!answers.TryGetValue(target, out string? body)) continue;
            await connection.SendAsync(System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"), end);
        }
    });

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        lock (_held) _held.ForEach(s => s.Dispose());
    }

    private static FakeServer Serving(string path, Func<Socket, CancellationToken, Task> serve) => Serving(path, (_, connection, end) => serve(connection, end));

    private static FakeServer Serving(string path, Func<FakeServer, Socket, CancellationToken, Task> serve)
    {
        FakeServer server = new(path, backlog: 64);
        _ = server.AcceptAsync((connection, end) => serve(server, connection, end));
        return server;
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                Socket connection = await _listener.AcceptAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                lock (_held) _held.Add(connection);
                _ = serve(connection, _end.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }
}
