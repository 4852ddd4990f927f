using System.Net.Sockets;

namespace Unknot.Node.Tests.Bus;

/// <summary>A unix socket whose server does what a test says with the first connection.</summary>
internal sealed class BrokenServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Listens.</summary>
    /// <param name="serve">Serves the first connection on a thread of its own; null to accept nobody.</param>
    public BrokenServer(Action<Socket>? serve)
    {
        SocketPath = _folder.File("system_bus_socket");
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen(1);
        if (serve is not null) new Thread(() => Serve(serve)) { IsBackground = true }.Start();
    }

    public string SocketPath { get; }

    /// <summary>Reads until the client has sent a text.</summary>
    public static void ReadUntil(Socket socket, string end)
    {
        byte[] buffer = new byte[4096];
        string read = "";
        while (!read.Contains(end, StringComparison.Ordinal) && socket.Receive(buffer) is var length and > 0) read += System.Text.Encoding.Latin1.GetString(buffer, 0, length);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    private void Serve(Action<Socket> serve)
    {
        try
        {
            using Socket socket = _listener.Accept();
            serve(socket);
        }
        catch (SocketException)
        {
            // The client has gone, or the test is over.
        }
    }
}
