namespace Unknot.Go.Dumps.Wrapping;

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
