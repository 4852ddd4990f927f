using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

/// <summary>Runs one format over one text.</summary>
internal static class FormatRun
{
    public static readonly DateTimeOffset Reference = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    public static EvidenceSnapshot Read(Action<FormatInput> read, string text, string path = "file.txt")
    {
        EvidenceSnapshot snapshot = new();
        read(new FormatInput(TextDocument.Of(text), new EvidenceFile("test", path), snapshot, ProcPath.Of(path), Reference));
        return snapshot;
    }

    public static EvidenceSnapshot Scan(string text, string path = "messages.log")
    {
        EvidenceSnapshot snapshot = new();
        LogScanner.Scan(Encoding.UTF8.GetBytes(text), new EvidenceFile("log", path), snapshot, Reference);
        return snapshot;
    }

    public static EvidenceSnapshot Objects(string text)
    {
        EvidenceSnapshot snapshot = new();
        ApiObjectFormat.Read(DataDocuments.Read(Encoding.UTF8.GetBytes(text)), new EvidenceFile("test", "object"), snapshot);
        return snapshot;
    }
}
