using Microsoft.Win32.SafeHandles;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Dumps;

/// <summary>
/// The folder that a daemon writes its dumps into, with what lay there before. A file counts as the one that was asked for when it is there since, or was
/// written anew; only one that was not there before is removed.
/// </summary>
internal sealed class DumpFolder : IDisposable
{
    private const long MaxBytes = 56L << 20;

    private readonly DumpPlace _place;
    private readonly int _folder;
    private readonly string _descriptors;
    private readonly Dictionary<string, FileIdentity> _before;
    private FileIdentity? _last;

    private DumpFolder(DumpPlace place, int folder, string descriptors)
    {
        (_place, _folder, _descriptors) = (place, folder, descriptors);
        _before = Present().ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The file, once it is there, as the daemon names it.</summary>
    public string? Path => Name is null ? null : $"{_place.Folder}/{Name}";

    /// <summary>True where the daemon wrote over a file that was there before, which is therefore left.</summary>
    public bool IsOverwritten { get; private set; }

    private string? Name { get; set; }

    /// <summary>Opens the folder below the daemon's own root.</summary>
    public static DumpFolder? Open(string procRoot, ProcessRecord process, DumpPlace place, out string? errno)
    {
        int folder = NodePath.Open(procRoot, process.Pid, place.Folder, LinuxCalls.ReadOnly | LinuxCalls.Directory, out errno);
        return folder < 0 ? null : new DumpFolder(place, folder, $"{procRoot}/{process.Pid}/fd");
    }

    /// <summary>Looks whether a new file is there and whole: no longer open in the daemon, ending as a dump ends, and as long as at the last look.</summary>
    /// <returns>Its bytes; null while it is not.</returns>
    public byte[]? Look()
    {
        if (Name is null && !Find()) return null;
        if (FileIdentity.In(_folder, Name!) is not { Size: > 0 } now) return null;
        bool isStable = _last == now;
        _last = now;
        if (!isStable || IsOpenInDaemon()) return null;
        return Read(now) is { } bytes && EndsAsDump(bytes) ? bytes : null;
    }

    /// <summary>What is there of the file; null when nothing is.</summary>
    public byte[]? ReadPart() => Name is not null && FileIdentity.In(_folder, Name) is { Size: > 0 } now ? Read(now) : null;

    /// <summary>Removes the file, if it is the very one that was made.</summary>
    /// <returns>The errno that kept it there; null when nothing is left.</returns>
    public string? Remove()
    {
        if (Name is null || IsOverwritten || FileIdentity.In(_folder, Name) is not { } now || _last is not { } seen || !now.IsSame(seen)) return null;
        return LinuxCalls.UnlinkAt(_folder, Name, 0) == 0 ? null : LinuxCalls.LastErrno();
    }

    public void Dispose() => _ = LinuxCalls.Close(_folder);

    private bool Find()
    {
        foreach ((string name, FileIdentity now) in Present())
        {
            bool wasThere = _before.TryGetValue(name, out FileIdentity then) && then.IsSame(now);
            if (wasThere && then.ModifiedAt == now.ModifiedAt) continue;
            (Name, IsOverwritten, _last) = (name, wasThere, now);
            return true;
        }

        return false;
    }

    private IEnumerable<KeyValuePair<string, FileIdentity>> Present()
    {
        foreach (string name in DirectoryNames.Of($"/proc/self/fd/{_folder}", out _))
        {
            if (_place.Has(name) && FileIdentity.In(_folder, name) is { IsRegular: true } identity) yield return new(name, identity);
        }
    }

    private byte[]? Read(FileIdentity identity)
    {
        int fd = LinuxCalls.OpenAt(_folder, Name!, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec | LinuxCalls.NoFollow);
        if (fd < 0) return null;
        using SafeFileHandle file = new(fd, ownsHandle: true);
        if (FileIdentity.Of($"/proc/self/fd/{fd}") is not { IsRegular: true } opened || !opened.IsSame(identity)) return null;
        byte[] bytes = new byte[Math.Min(opened.Size, MaxBytes)];
        try
        {
            int length = RandomAccess.Read(file, bytes, 0);
            return bytes[..length];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool IsOpenInDaemon() =>
        DirectoryNames.Of(_descriptors, out _).Any(fd => ProcFile.ReadLink($"{_descriptors}/{fd}", out _)?.EndsWith("/" + Name, StringComparison.Ordinal) == true);

    /// <summary>The last line of a goroutine is the place of a frame: a tab, the file, a colon and the line (<c>runtime/traceback.go</c>).</summary>
    private static bool EndsAsDump(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == MaxBytes) return true;
        if (!bytes.EndsWith("\n"u8)) return false;
        ReadOnlySpan<byte> text = bytes.TrimEnd((byte)'\n');
        ReadOnlySpan<byte> line = text[(text.LastIndexOf((byte)'\n') + 1)..];
        return line.StartsWith("\t"u8) && line.Contains((byte)':');
    }
}
