using Unknot.Node.Sockets;
using Unknot.Node.Sources;

namespace Unknot.Node.Pleg;

/// <summary>The unix sockets of the node's network namespace; read on a thread that ends afterwards, since it may go into that namespace.</summary>
internal static class NodeSockets
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Reads them; empty where they cannot be read.</summary>
    public static SocketTable Read(string procRoot, CancellationToken end)
    {
        SocketTable table = new();
        Thread thread = new(() =>
        {
            UnixSocketSource.EnterNodeNamespace(procRoot, new SourceSink("watch", 0));
            try
            {
                table.Set(UnixDiag.Read(out _, end));
            }
            catch (OperationCanceledException)
            {
                // The watch is over.
            }
        }) { IsBackground = true, Name = "sockets" };
        thread.Start();
        thread.Join(s_patience);
        return table;
    }
}
