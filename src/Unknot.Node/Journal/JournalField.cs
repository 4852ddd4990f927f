namespace Unknot.Node.Journal;

/// <summary>The fields of a journal entry that are read (systemd.journal-fields(7)).</summary>
internal enum JournalField
{
    /// <summary>Any other.</summary>
    None,

    /// <summary><c>MESSAGE</c>.</summary>
    Message,

    /// <summary><c>SYSLOG_IDENTIFIER</c>.</summary>
    Identifier,

    /// <summary><c>_COMM</c>: task name of the writer.</summary>
    Command,

    /// <summary><c>_PID</c>.</summary>
    Pid,

    /// <summary><c>SYSLOG_PID</c>.</summary>
    SyslogPid,

    /// <summary><c>_TRANSPORT</c>.</summary>
    Transport,

    /// <summary><c>_SYSTEMD_UNIT</c>.</summary>
    Unit,

    /// <summary><c>_HOSTNAME</c>.</summary>
    Host,

    /// <summary><c>_LINE_BREAK</c>: why a line of a stream ended, where it was not at a line end (<c>line-max</c>: journald cut it).</summary>
    LineBreak,
}
