using System.Text;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// Goes through a log of any size and keeps the lines that say something. Only lines with a literal of <see cref="LogPatterns"/> are looked
/// at (<see cref="LogHits"/>).
/// </summary>
internal static class LogScanner
{
    /// <summary>Kind of evidence of a daemon's log.</summary>
    public const string Source = "log";

    /// <summary>Kind of evidence of the kernel's log.</summary>
    public const string KernelSource = "kernel-log";

    private const int MaxLineLength = 64 << 10, ProbeLines = 40;

    /// <summary>True when one of the first lines has a log's prefix, or any line a sign.</summary>
    public static bool Recognise(ReadOnlySpan<byte> content) => ProbeOf(content).Logs > 0 || new LogHits().Next(content, 0) >= 0;

    /// <summary>True when most of the first lines have a log's prefix.</summary>
    public static bool IsMostlyLog(ReadOnlySpan<byte> content) => ProbeOf(content).Logs > ProbeLines / 2;

    /// <summary>Whose log it is.</summary>
    public static string SourceOf(ReadOnlySpan<byte> content)
    {
        (int logs, int kernel) = ProbeOf(content);
        return kernel > 0 && kernel * 2 >= logs ? KernelSource : Source;
    }

    /// <summary>Reads the log.</summary>
    /// <param name="content">All of it.</param>
    /// <param name="file">The file.</param>
    /// <param name="snapshot">Facts go here.</param>
    /// <param name="reference">A time not before the log was written; null when none is known.</param>
    public static void Scan(ReadOnlySpan<byte> content, EvidenceFile file, EvidenceSnapshot snapshot, DateTimeOffset? reference)
    {
        file.LogOf = LogOwner.Of(content, file.Path);
        LogCollector collector = new(file, snapshot, reference, file.LogOf);
        LogHits hits = new();
        int position = 0, counted = 0;
        long line = 1;
        while (position < content.Length && hits.Next(content, position) is var hit and >= 0)
        {
            int start = content[..hit].LastIndexOf((byte)'\n') + 1;
            int length = content[hit..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : hit + length;
            line += content[counted..start].Count((byte)'\n');
            counted = start;
            collector.Take(content, start, end, hit, line);
            position = end;
        }

        collector.Complete(content);
        if (LogTimes.Newest(content, reference) is { } newest && (file.CollectedAt is null || newest > file.CollectedAt)) file.CollectedAt = newest;
    }

    /// <summary>A line's text, at most <see cref="MaxLineLength"/> around the hit.</summary>
    public static string LineText(ReadOnlySpan<byte> content, int start, int end, int hit)
    {
        if (end - start <= MaxLineLength) return Encoding.UTF8.GetString(content[start..end]).TrimEnd('\r');

        // One line of a whole escaped dump: its prefix and the surroundings of the hit say all.
        int from = Math.Max(start, hit - 1024), to = Math.Min(end, hit + 4096);
        int head = Math.Min(from, start + 512);
        return Encoding.UTF8.GetString(content[start..head]) + Encoding.UTF8.GetString(content[from..to]);
    }

    private static (int Logs, int Kernel) ProbeOf(ReadOnlySpan<byte> content)
    {
        int logs = 0, kernel = 0, start = 0;
        for (int i = 0; i < ProbeLines && start < content.Length; i++)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            LogLine line = LogLine.Read(Encoding.UTF8.GetString(content[start..Math.Min(end, start + 1000)]), null);
            if (line.HasPrefix) logs++;
            if (line.IsKernel) kernel++;
            start = end + 1;
        }

        return (logs, kernel);
    }
}
