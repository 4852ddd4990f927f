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
