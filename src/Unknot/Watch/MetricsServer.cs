using System.Net;
using System.Net.Sockets;
using System.Text;
using Unknot.Commands;

namespace Unknot.Watch;

/// <summary>Answers <c>GET /metrics</c> over HTTP/1.1, one request for each connection: all that a scrape needs, and nothing that would have to be kept up to date.</summary>
internal sealed class MetricsServer : IDisposable
{
    private const int MaxRequest = 8 << 10, AtOnce = 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _places = new(AtOnce);
    private volatile string _text = "";

    private MetricsServer(TcpListener listener) => _listener = listener;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Begins to listen.</summary>
    /// <param name="address"><c>PORT</c>, <c>ADDRESS:PORT</c>, <c>:PORT</c>; the loopback address where none is given.</param>
    /// <exception cref="WrongCallException">It is no address, or cannot be listened on.</exception>
    public static MetricsServer Start(string address)
    {
        IPEndPoint end = Parse(address) ?? throw new WrongCallException($"--prometheus {address} is no address to listen on; write 9100 or 127.0.0.1:9100");
        TcpListener listener = new(end);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new WrongCallException($"cannot listen on {end}: {error.Message}; try another port: --prometheus {end.Port + 1}");
        }

        MetricsServer server = new(listener);
        _ = server.AcceptAsync();
        return server;
    }

    /// <summary>What it answers from now on.</summary>
    public void Publish(string text) => _text = text;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    /// <summary>Reads an address; null when it is none.</summary>
    internal static IPEndPoint? Parse(string address)
    {
        string port = address.StartsWith(':') ? address[1..] : address;
        if (ushort.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out ushort number)) return new IPEndPoint(IPAddress.Loopback, number);
        string full = address.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + address["localhost".Length..] : address;
        return full.LastIndexOf(':') > full.LastIndexOf(']') && IPEndPoint.TryParse(full, out IPEndPoint? end) ? end : null;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_end.Token).ConfigureAwait(false);
                Socket connection = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The watch is over.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using Socket own = connection;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(s_patience);
        try
        {
            byte[] request = new byte[MaxRequest];
            int length = 0;
            while (length < request.Length && request.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                int read = await connection.ReceiveAsync(request.AsMemory(length), limit.Token).ConfigureAwait(false);
                if (read == 0) return;
                length += read;
            }

            await connection.SendAsync(Answer(request.AsSpan(0, length)), limit.Token).ConfigureAwait(false);
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Whoever asked has gone.
        }
        finally
        {
            _places.Release();
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> request)
    {
        string line = Encoding.ASCII.GetString(request[..Math.Max(0, request.IndexOf("\r\n"u8))]);
        (string status, string body) = line.Split(' ') switch
        {
            ["GET", "/metrics", ..] => ("200 OK", _text),
            ["GET", var path, ..] when path.StartsWith("/metrics?", StringComparison.Ordinal) => ("200 OK", _text),
            ["GET", ..] => ("404 Not Found", "try /metrics\n"),
            _ => ("405 Method Not Allowed", "only GET /metrics\n"),
        };
        byte[] content = Encoding.UTF8.GetBytes(body);
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        return [.. head, .. content];
    }
}
