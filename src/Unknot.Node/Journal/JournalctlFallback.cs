using System.Diagnostics;
using System.Globalization;
using Unknot.Node.Sources;

namespace Unknot.Node.Journal;

/// <summary>
/// <c>journalctl</c> itself, for journals in a form that is newer than this program. It runs here, not below another root, so only where the node
/// is our own; it is ended at its deadline and leaves nothing.
/// </summary>
internal static class JournalctlFallback
{
    private const int MaxLines = 20_000, MaxBytes = 16 << 20;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(3);

    public static void Read(NodeScan scan, SourceSink sink, TimeSpan window, CancellationToken cancellation)
    {
        if (scan.Options.ProcRoot != "/proc") return;
        sink.Doing = "running journalctl";
        string since = ((long)(scan.StartedAt - window - DateTimeOffset.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new("journalctl", ["--no-pager", "--quiet", "-o", "short-iso-precise", "-n", MaxLines.ToString(CultureInfo.InvariantCulture), "--since", "@" + since])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using Process journalctl = Process.Start(start)!;
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using CancellationTokenRegistration end = deadline.Token.Register(() => End(journalctl));
            deadline.CancelAfter(s_deadline);
            journalctl.ErrorDataReceived += (_, _) => { };
            journalctl.BeginErrorReadLine();
            MemoryStream text = new();
            byte[] buffer = new byte[64 << 10];
            while (text.Length < MaxBytes && journalctl.StandardOutput.BaseStream.Read(buffer) is var length and > 0) text.Write(buffer, 0, length);
            End(journalctl);
            if (deadline.IsCancellationRequested) sink.Gap("journalctl", $"did not end within {s_deadline.TotalSeconds:0} s and was ended; what it had printed is kept", "ETIMEDOUT");
            if (text.Length > 0) sink.Add("journal/journalctl.log", text.ToArray());
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            sink.Gap("journalctl", "cannot be run: " + error.Message, null);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
