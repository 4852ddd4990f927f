using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>journalctl -o export</c>: one field a line, records parted by empty lines (systemd's JOURNAL_EXPORT_FORMATS).</summary>
internal static class JournalExport
{
    private const int MaxRecord = 16 << 10;

    /// <summary>Takes time, pid and writer from the record around a MESSAGE line.</summary>
    public static void TakeFields(ReadOnlySpan<byte> content, int start, int end, ref LogLine line)
    {
        int from = Math.Max(0, start - MaxRecord), to = Math.Min(content.Length, end + MaxRecord);
        int before = content[from..start].LastIndexOf("\n\n"u8);
        if (before >= 0) from += before + 2;
        int after = content[end..to].IndexOf("\n\n"u8);
        if (after >= 0) to = end + after;
        string? ident = null;
        foreach (string field in Encoding.UTF8.GetString(content[from..to]).Split('\n'))
        {
            int equals = field.IndexOf('=');
            if (equals <= 0) continue;
            string value = field[(equals + 1)..].TrimEnd('\r');
            switch (field[..equals])
            {
                case "__REALTIME_TIMESTAMP" when LogJson.TryMicroseconds(value, out DateTimeOffset time):
                    line.Time = time;
                    break;
                case "_PID" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid):
                    line.Pid = pid;
                    break;
                case "SYSLOG_IDENTIFIER":
                    ident = value;
                    break;
                case "_COMM":
                    ident ??= value;
                    break;
                case "_TRANSPORT" when value == "kernel":
                    line.IsKernel = true;
                    break;
            }
        }

        line.HasPrefix = true;
        if (line.IsKernel) line.Component = Components.Kernel;
        else if (ident is not null) line.Component = Components.ByProgram(ident) ?? ident;
    }
}
