namespace Unknot.Go.Dumps.Wrapping;

/// <summary>What was found around a dump's text; joined by <c>+</c> these give <see cref="DumpOrigin.Wrapping"/>.</summary>
[Flags]
internal enum Wrappings
{
    Plain = 0,
    LogrusEscaped = 1,
    Logrus = 2,
    Json = 4,
    JournalExport = 8,
    SyslogPrefix = 16,
    TimePrefix = 32,
    LinePrefix = 64,
    Indented = 128,
    Crlf = 256,
    Html = 512,
    Reversed = 1024,
    Gzip = 2048,
    Utf16 = 4096,
}

/// <summary>Names of wrappings as a report shows them.</summary>
internal static class WrappingNames
{
    private static readonly (Wrappings Wrapping, string Name)[] s_names =
    [
        (Wrappings.Gzip, "gzip"), (Wrappings.Utf16, "utf-16"), (Wrappings.JournalExport, "journal-export"), (Wrappings.SyslogPrefix, "syslog-prefix"),
        (Wrappings.TimePrefix, "time-prefix"), (Wrappings.LinePrefix, "line-prefix"), (Wrappings.Json, "json"), (Wrappings.Logrus, "logrus"),
        (Wrappings.LogrusEscaped, "logrus-escaped"), (Wrappings.Html, "html"), (Wrappings.Indented, "indented"), (Wrappings.Crlf, "crlf"),
        (Wrappings.Reversed, "reversed"),
    ];

    internal static string ToName(this Wrappings wrappings) =>
        wrappings == Wrappings.Plain ? "plain" : string.Join('+', s_names.Where(n => (wrappings & n.Wrapping) != 0).Select(n => n.Name));
}
