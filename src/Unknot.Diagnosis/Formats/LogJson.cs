using System.Globalization;
using System.Text.Json;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>JSON log lines: logrus (<c>msg</c>, <c>time</c>), docker's json-file (<c>log</c>), <c>journalctl -o json</c> (<c>MESSAGE</c>), klog (<c>ts</c>).</summary>
internal static class LogJson
{
    /// <summary>Reads one object; false when the line is none, or no log's.</summary>
    public static bool TryRead(string json, ref LogLine line)
    {
        JsonElement root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return false;
        }

        if (root.ValueKind != JsonValueKind.Object) return false;
        if (Text(root, "MESSAGE") is { } journal)
        {
            line.Message = journal;
            TakeJournal(root, ref line);
            return line.HasPrefix = true;
        }

        if ((Text(root, "msg") ?? Text(root, "log") ?? Text(root, "message")) is not { } message) return false;

        // The fields say as much as the message (error=…, id=…): keep them behind it.
        line.Message = message.TrimEnd('\n') + Fields(root);
        if (Text(root, "time") is { } time && LineTimes.TryIso(time, out DateTimeOffset at)) line.Time = at;
        else if (root.TryGetProperty("ts", out JsonElement ts)) line.Time = UnixTime(ts) ?? line.Time;
        return line.HasPrefix = true;
    }

    /// <summary>What journald adds to a message (systemd.journal-fields(7)).</summary>
    public static void TakeJournal(JsonElement root, ref LogLine line)
    {
        string? ident = Text(root, "SYSLOG_IDENTIFIER") ?? Text(root, "_COMM");
        if (ident is not null) line.Component = Components.ByProgram(ident) ?? ident;
        line.IsKernel = Text(root, "_TRANSPORT") == "kernel";
        if (line.IsKernel) line.Component = Components.Kernel;
        if (int.TryParse(Text(root, "_PID") ?? Text(root, "SYSLOG_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) line.Pid = pid;
        if (TryMicroseconds(Text(root, "__REALTIME_TIMESTAMP"), out DateTimeOffset time)) line.Time = time;
    }

    /// <summary>Microseconds since 1970.</summary>
    public static bool TryMicroseconds(string? text, out DateTimeOffset time)
    {
        time = default;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) || microseconds > 253_402_300_799_000_000) return false;
        time = DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static DateTimeOffset? UnixTime(JsonElement ts)
    {
        if (ts.ValueKind != JsonValueKind.Number || !ts.TryGetDouble(out double value) || value is not > 0 or > 1e15) return null;
        double seconds = value > 1e11 ? value / 1000 : value;
        return seconds < 253_402_300_799 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    private static string Fields(JsonElement root)
    {
        System.Text.StringBuilder fields = new();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name is "msg" or "log" or "message" or "time" or "level" or "ts" or "v" or "caller" or "stream") continue;
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) fields.Append(' ').Append(property.Name).Append('=').Append(property.Value.ToString());
        }

        return fields.ToString();
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        if (value.ValueKind != JsonValueKind.Array) return null;

        // journald prints a message that is no UTF-8 as a list of bytes.
        List<byte> bytes = [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out byte b)) return null;
            bytes.Add(b);
        }

        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }
}
