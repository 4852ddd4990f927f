using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// Copies of single <c>/proc/PID</c> files (kernel <c>Documentation/filesystems/proc.rst</c>). The pid comes from the file's name
/// (<see cref="ProcPath"/>); the content must still look like what the name says.
/// </summary>
internal static class ProcFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "proc";

    /// <summary>True when name and content agree.</summary>
    public static bool Recognise(TextDocument text, ProcPath? place)
    {
        string first = text.Lines.Count > 0 ? text.Lines[0] : "";
        return place?.Item switch
        {
            "cmdline" => text.Lines.Count <= 2,
            "comm" => text.Lines.Count(l => l.Length > 0) == 1 && first.Length is > 0 and <= 64,
            "wchan" => text.Lines.Count(l => l.Length > 0) == 1 && first.Length is > 0 and < 100 && !first.Contains(' '),
            "syscall" => first is "running" or "" || IsSyscall(first),
            "cgroup" => text.Lines.Any(IsCgroup),
            "status" => ProcStatusFormat.Recognise(text),
            "stat" => ProcStatFormat.TryRead(first, out _),
            "stack" => text.Lines.All(l => l.AsSpan().Trim().Length == 0 || KernelFrames.TryRead(l, out _, out _)),
            "threads" => ProcThreadsFormat.Recognise(text),
            "fd" => ProcFdFormat.Recognise(text),
            _ => false,
        };
    }

    /// <summary>Reads the file.</summary>
    public static void Read(FormatInput input)
    {
        if (input.Place is not { } place) return;
        switch (place.Item)
        {
            case "status":
                ProcStatusFormat.Read(input);
                return;
            case "stat":
                ProcStatFormat.Read(input);
                return;
            case "threads":
                ProcThreadsFormat.Read(input);
                return;
            case "fd":
                ProcFdFormat.Read(input);
                return;
            default:
                ReadSmall(input, place);
                return;
        }
    }

    private static void ReadSmall(FormatInput input, ProcPath place)
    {
        ProcessEvidence process = input.Snapshot.ProcessOf(place.Pid);
        process.AddOrigin(new Provenance(input.File));
        string first = input.Text.Lines.Count > 0 ? input.Text.Lines[0] : "";
        switch (place.Item)
        {
            case "cmdline":
                ReadCommandLine(process, string.Join("\n", input.Text.Lines));
                break;
            case "comm" when place.Tid is null || place.Tid == place.Pid:
                process.Name = first;
                break;
            case "cgroup":
                process.Cgroups = [.. input.Text.Lines.Where(IsCgroup)];
                break;
            default:
                ReadThreadItem(input, process, place, first);
                break;
        }
    }

    private static void ReadThreadItem(FormatInput input, ProcessEvidence process, ProcPath place, string first)
    {
        int tid = place.Tid ?? place.Pid;
        string? wchan = place.Item == "wchan" && first is not ("0" or "") ? first : null;
        if (tid == place.Pid) process.Wchan ??= wchan;
        process.AddThread(new ThreadEvidence(
            tid,
            place.Item == "comm" ? first : null,
            '\0',
            wchan,
            place.Item == "syscall" ? ParseSyscall(first) : [],
            place.Item == "stack" ? KernelFrames.Read(input.Text.Lines) : [],
            new Provenance(input.File)));
    }

    private static void ReadCommandLine(ProcessEvidence process, string text)
    {
        // The kernel ends each word with NUL; copies through a shell have spaces instead.
        string[] words = text.Contains('\0')
            ? text.TrimEnd('\0', '\n').Split('\0')
            : text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words is [""]) return;
        process.Arguments = words;
        process.CommandLine = string.Join(' ', words);
    }

    /// <summary><c>9:name=systemd:/</c>.</summary>
    public static bool IsCgroup(string line)
    {
        int colon = line.IndexOf(':');
        return colon > 0 && int.TryParse(line.AsSpan(0, colon), out _) && line.IndexOf(":/", colon, StringComparison.Ordinal) >= 0;
    }

    private static bool IsSyscall(string line) => ParseSyscall(line).Count is 3 or 9 || line.StartsWith("-1 0x", StringComparison.Ordinal);

    /// <summary>Number, six arguments, stack and program counter (<c>fs/proc/base.c</c>, <c>proc_pid_syscall</c>); empty for <c>running</c> and for "blocked, not in a system call" (-1).</summary>
    public static IReadOnlyList<ulong> ParseSyscall(ReadOnlySpan<char> line)
    {
        List<ulong> words = [];
        foreach (Range range in line.Split(' '))
        {
            ReadOnlySpan<char> word = line[range].Trim();
            if (word.Length == 0) continue;
            bool isHex = word.StartsWith("0x");
            if (!ulong.TryParse(isHex ? word[2..] : word, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)) return [];
            words.Add(value);
        }

        return words;
    }
}
