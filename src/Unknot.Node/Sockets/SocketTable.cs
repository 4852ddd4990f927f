using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Sockets;

/// <summary>The unix sockets of a reading, by inode.</summary>
internal sealed class SocketTable
{
    private volatile IReadOnlyDictionary<ulong, SocketRecord> _byInode = new Dictionary<ulong, SocketRecord>();

    public SocketRecord? Of(ulong inode) => _byInode.GetValueOrDefault(inode);

    public void Set(IEnumerable<SocketRecord> sockets)
    {
        Dictionary<ulong, SocketRecord> byInode = [];
        foreach (SocketRecord socket in sockets) byInode[socket.Inode] = socket;
        _byInode = byInode;
    }
}
