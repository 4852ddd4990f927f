using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>ls -l /proc/PID/fd</c>: the link's own mode bits tell for what the file is open (<c>fs/proc/fd.c</c>, <c>tid_fd_update_inode</c>).</summary>
internal static partial class ProcFdFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "proc";

    /// <summary>True when a link with a number for its name stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.StartsWith('l') && Link().IsMatch(line));

    /// <summary>Reads the listing; a <c>/proc/PID/fd:</c> line tells the process where the file's name does not.</summary>
    public static void Read(FormatInput input)
    {
        int? pid = input.Place?.Pid;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            Match header = Header().Match(line);
            if (header.Success && int.TryParse(header.Groups["pid"].ValueSpan, out int told)) pid = told;
            Match match = Link().Match(line);
            if (!match.Success || pid is null or <= 0 || !int.TryParse(match.Groups["fd"].ValueSpan, out int fd)) continue;
            string mode = match.Groups["mode"].Value;
            ProcessEvidence process = input.Snapshot.ProcessOf(pid.Value);
            process.AddOrigin(input.Origin(i));
            process.Files.Add(new FileDescriptorEvidence(fd, match.Groups["target"].Value, mode[1] == 'r', mode[2] == 'w', input.Origin(i)));
        }
    }

    /// <summary>A link below <c>/proc/PID/fd</c> that an archive holds as a link.</summary>
    public static void AddLink(ProcPath place, string target, EvidenceFile file, EvidenceSnapshot snapshot)
    {
        if (place.Fd is not { } fd) return;
        ProcessEvidence process = snapshot.ProcessOf(place.Pid);
        Provenance origin = new(file);
        process.AddOrigin(origin);
        process.Files.Add(new FileDescriptorEvidence(fd, target, null, null, origin));
    }

    [GeneratedRegex(@"^(?<mode>l[r-][w-][x-]\S*)\s.*\s(?<fd>\d{1,9}) -> (?<target>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:.*\s)?\S*/?proc/(?<pid>\d{1,9})/fd/?:?$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
