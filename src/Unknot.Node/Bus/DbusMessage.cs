using System.Buffers.Binary;

namespace Unknot.Node.Bus;

/// <summary>A received D-Bus message.</summary>
/// <param name="Kind">1 a call, 2 a return, 3 an error, 4 a signal.</param>
/// <param name="Serial">The sender's serial number. sd-bus calls it the message's cookie.</param>
/// <param name="ReplySerial">Serial of the call that it answers; 0 when it is no answer.</param>
/// <param name="Sender">Unique name of the sender; the bus writes it, so that it can be trusted. Null without a bus.</param>
/// <param name="ErrorName">Name of the error; null when none.</param>
/// <param name="Body">Values of the body; empty where it could not be read.</param>
internal sealed record DbusMessage(byte Kind, uint Serial, uint ReplySerial, string? Sender, string? ErrorName, IReadOnlyList<DbusValue> Body)
{
    /// <summary>Endianness, type, flags, version, body length, serial, length of the header's fields.</summary>
    public const int FixedLength = 16;

    /// <summary>The specification allows 128 MiB; the largest answer asked for here is a list of names.</summary>
    public const int MaxLength = 4 << 20;

    private const byte ReplySerialField = 5, ErrorNameField = 4, SenderField = 7, SignatureField = 8;

    /// <summary>First text of the body, inside of variants as well; null when it has none.</summary>
    public string? FirstText => Body.Count > 0 ? Body[0].Inner.Text : null;

    /// <summary>How long a message is that begins so.</summary>
    /// <param name="head">Its first <see cref="FixedLength"/> bytes.</param>
    /// <returns>Length with the head; -1 when it is no message, or one over <see cref="MaxLength"/>.</returns>
    public static int LengthOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < FixedLength || head[0] is not ((byte)'l' or (byte)'B') || head[3] != 1) return -1;
        bool isBig = head[0] == (byte)'B';
        ulong body = Number(head[4..], isBig), fields = Number(head[12..], isBig);
        ulong length = ((FixedLength + fields + 7) & ~7UL) + body;
        return length <= MaxLength ? (int)length : -1;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">All of it.</param>
    /// <returns>The message; null where its header is broken.</returns>
    public static DbusMessage? Parse(ReadOnlySpan<byte> bytes)
    {
        if (LengthOf(bytes) != bytes.Length) return null;
        bool isBig = bytes[0] == (byte)'B';
        int fieldsEnd = FixedLength + (int)Number(bytes[12..], isBig), bodyStart = (fieldsEnd + 7) & ~7;
        DbusReader header = new(bytes[..fieldsEnd], isBig);
        // The fixed part and the array of fields are one signature: the array's length stands at 12.
        if (!header.TryRead("yyyyuua(yv)", out IReadOnlyList<DbusValue> values)) return null;
        uint replySerial = 0;
        string? sender = null, error = null, signature = "";
        foreach (DbusValue field in values[^1].Items)
        {
            DbusValue value = field.Items[1].Inner;
            switch (field.Items[0].Bits)
            {
                case ReplySerialField: replySerial = (uint)value.Bits; break;
                case ErrorNameField: error = value.Text; break;
                case SenderField: sender = value.Text; break;
                case SignatureField: signature = value.Text ?? ""; break;
            }
        }

        DbusReader body = new(bytes[bodyStart..], isBig);
        return new DbusMessage(bytes[1], (uint)Number(bytes[8..], isBig), replySerial, sender, error, body.TryRead(signature, out IReadOnlyList<DbusValue> read) ? read : []);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, bool isBig) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
