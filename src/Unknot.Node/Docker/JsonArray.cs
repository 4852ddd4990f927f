namespace Unknot.Node.Docker;

/// <summary>Puts JSON texts into an array as they are, as <c>docker inspect</c> does.</summary>
internal static class JsonArray
{
    /// <summary>The array.</summary>
    public static byte[] Of(IEnumerable<byte[]> items)
    {
        using MemoryStream text = new();
        foreach (byte[] item in items)
        {
            text.Write(text.Length == 0 ? "[\n"u8 : ",\n"u8);
            text.Write(item.AsSpan().Trim(" \r\n\t"u8));
        }

        text.Write(text.Length == 0 ? "[]\n"u8 : "\n]\n"u8);
        return text.ToArray();
    }
}
