namespace Unknot.Commands;

/// <summary>What a caller's script can rely on.</summary>
internal enum ExitCode
{
    /// <summary>Nothing is knotted; for other verbs: done.</summary>
    Clear = 0,

    /// <summary>A knot was found; for <c>watch</c>: something hangs at the end.</summary>
    Knotted = 1,

    /// <summary>The call was wrong: unknown option, missing file, a file that cannot be written.</summary>
    WrongCall = 2,

    /// <summary>The evidence is not enough; for <c>goroutines</c>: no goroutine in it; for <c>collect</c>: no source could be read.</summary>
    Undetermined = 3,

    /// <summary>The terminal has gone: 128 + SIGHUP.</summary>
    HungUp = 129,

    /// <summary>Ctrl-C: 128 + SIGINT, as shells say it.</summary>
    Interrupted = 130,

    /// <summary>Ended by somebody: 128 + SIGTERM.</summary>
    Terminated = 143,
}
