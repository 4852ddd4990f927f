using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Unknot.Fuzz;

/// <summary>Small archives of every kind, one within another too.</summary>
public static class ArchiveSeeds
{
    public static IEnumerable<byte[]> All()
    {
        byte[] text = TextSeeds.Dumps().First();
        foreach (TarEntryFormat format in new[] { TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu })
        {
            byte[] tar = Tar(format, text[..Math.Min(300, text.Length)]);
            yield return tar;
            yield return Gzip(tar);
        }

        byte[] zip = Zip(text);
        yield return zip;
        yield return Gzip(text);
        yield return Gzip(Gzip(Gzip(zip)));
        yield return Tar(TarEntryFormat.Gnu, Gzip(Tar(TarEntryFormat.Ustar, zip)));
        yield return Zip(Gzip(new byte[200_000]));
        yield return Zstandard(text);
        yield return Zstandard(Tar(TarEntryFormat.Ustar, text));
        yield return [.. Gzip(text), .. Gzip(text)];
        yield return [.. "BZh91AY&SY"u8, .. text.AsSpan(0, 50)];
        yield return [0xFD, .. "7zXZ\0"u8, .. text.AsSpan(0, 50)];
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest)) stream.Write(content);
        return packed.ToArray();
    }

    /// <summary>Makes the checksums of all headers right again, without which a changed tar is no tar.</summary>
    public static void Repair(Span<byte> tar)
    {
        for (int at = 0; at + 512 <= tar.Length; at += 512)
        {
            Span<byte> header = tar.Slice(at, 512), field = header.Slice(148, 8);
            if (at > 0 && header[257..].IndexOf("ustar"u8) != 0) continue;
            field.Fill((byte)' ');
            int sum = 0;
            foreach (byte b in header) sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(field);
        }
    }

    private static byte[] Tar(TarEntryFormat format, byte[] content)
    {
        using MemoryStream packed = new();
        using (TarWriter writer = new(packed, format))
        {
            writer.WriteEntry(Entry(format, TarEntryType.Directory, "n"));
            TarEntry file = Entry(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, format == TarEntryFormat.V7 ? "n/stack" : "n/" + new string('x', 90) + "/proc/7/stack");
            file.DataStream = new MemoryStream(content);
            writer.WriteEntry(file);
            TarEntry link = Entry(format, TarEntryType.SymbolicLink, "n/proc/7/fd/3");
            link.LinkName = "socket:[123]";
            writer.WriteEntry(link);
        }

        byte[] tar = packed.ToArray();
        // .NET writes its process id into the names of pax headers.
        for (int at = 0; at < tar.Length; at += 512)
        {
            if (tar.AsSpan(at).IndexOf("n/PaxHeaders"u8) == 0 || tar.AsSpan(at).IndexOf("./PaxHeaders"u8) == 0) tar.AsSpan(at + 10, 90).Clear();
        }

        if (format == TarEntryFormat.Pax) Repair(tar);
        return tar;
    }

    // A switch that is a table. The time is fixed: the same seed must give the same bytes tomorrow.
    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name, new Dictionary<string, string> { ["comment"] = "x", ["mtime"] = "1700000000.5" }),
            _ => new GnuTarEntry(type, name),
        };
        entry.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        if (entry is GnuTarEntry gnu) gnu.AccessTime = gnu.ChangeTime = entry.ModificationTime;
        return entry;
    }

    private static byte[] Zip(byte[] content)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, CompressionLevel level) in new[] { ("a/ps.txt", CompressionLevel.Fastest), ("../b", CompressionLevel.NoCompression), ("d/", CompressionLevel.NoCompression) })
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
                if (name[0] == '.') entry.ExternalAttributes = 0xA1FF << 16;
                if (name[^1] == '/') continue;
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Zstandard(byte[] content)
    {
        using ZstdSharp.Compressor compressor = new(3);
        return compressor.Wrap(content).ToArray();
    }
}
