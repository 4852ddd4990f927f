using System.Buffers.Binary;
using System.Text;

namespace Unknot.Node.Bus;

/// <summary>A method call whose arguments are strings: all that is asked for here.</summary>
/// <param name="Destination">Bus name; null on a connection without a bus.</param>
/// <param name="Path">Object.</param>
/// <param name="Interface">Interface.</param>
/// <param name="Member">Method.</param>
/// <param name="Arguments">Strings.</param>
internal sealed record DbusCall(string? Destination, string Path, string Interface, string Member, params string[] Arguments)
{
    // NO_AUTO_START: a question must not start the service that it is about.
    private const byte MethodCall = 1, NoAutoStart = 2, Version = 1;
    private const byte PathField = 1, InterfaceField = 2, MemberField = 3, DestinationField = 6, SignatureField = 8;

    private const string BusName = "org.freedesktop.DBus", BusPath = "/org/freedesktop/DBus";

    /// <summary>A method of the bus itself.</summary>
    public static DbusCall ToBus(string member, params string[] arguments) => new(BusName, BusPath, BusName, member, arguments);

    /// <summary>systemd's <c>Manager.Version</c>: the manager's own code answers, where <c>Peer.Ping</c> is answered by the library though the manager hangs.</summary>
    /// <param name="destination">Its bus name; null on its private socket.</param>
    public static DbusCall ManagerVersion(string? destination) => new(destination, "/org/freedesktop/systemd1", "org.freedesktop.DBus.Properties", "Get", "org.freedesktop.systemd1.Manager", "Version");

    /// <summary>The message.</summary>
    /// <param name="serial">Not 0.</param>
    public byte[] Marshal(uint serial)
    {
        List<byte> body = [];
        foreach (string argument in Arguments) AddText(body, argument);
        List<byte> message = [(byte)'l', MethodCall, NoAutoStart, Version];
        AddNumber(message, (uint)body.Count);
        AddNumber(message, serial);
        AddNumber(message, 0);
        AddField(message, PathField, 'o', Path);
        AddField(message, InterfaceField, 's', Interface);
        AddField(message, MemberField, 's', Member);
        if (Destination is not null) AddField(message, DestinationField, 's', Destination);
        if (Arguments.Length > 0) AddField(message, SignatureField, 'g', new string('s', Arguments.Length));
        int fields = message.Count - DbusMessage.FixedLength;
        Align(message, 8);
        message.AddRange(body);
        byte[] bytes = [.. message];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), fields);
        return bytes;
    }

    // A struct of a code and a variant: aligned to 8, then the variant's own signature.
    private static void AddField(List<byte> message, byte code, char type, string value)
    {
        Align(message, 8);
        message.AddRange([code, 1, (byte)type, 0]);
        if (type != 'g')
        {
            AddText(message, value);
            return;
        }

        message.Add((byte)value.Length);
        message.AddRange(Encoding.UTF8.GetBytes(value));
        message.Add(0);
    }

    private static void AddText(List<byte> bytes, string text)
    {
        Align(bytes, 4);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        AddNumber(bytes, (uint)utf8.Length);
        bytes.AddRange(utf8);
        bytes.Add(0);
    }

    private static void AddNumber(List<byte> bytes, uint number)
    {
        for (int shift = 0; shift < 32; shift += 8) bytes.Add((byte)(number >> shift));
    }

    private static void Align(List<byte> bytes, int to)
    {
        while (bytes.Count % to != 0) bytes.Add(0);
    }
}
