namespace Unknot.Go.Dumps.Wrapping;

/// <summary>What a single line of text is, judged by its shape alone, without its indentation.</summary>
internal enum LineKind
{
    Other,
    Blank,

    /// <summary><c>goroutine 12 [select, 3 minutes]:</c></summary>
    Header,

    /// <summary><c>net/http.(*conn).serve(0xc000126000, 0x1)</c>, also cut in the middle of its arguments.</summary>
    Function,

    /// <summary><c>/usr/lib/go/src/net/http/server.go:1995 +0x612</c></summary>
    File,

    /// <summary><c>created by net/http.(*Server).Serve in goroutine 1</c></summary>
    CreatedBy,

    /// <summary>A line of the runtime's own inside a goroutine: elided frames, an ancestor's headline.</summary>
    Mark,

    /// <summary><c>goroutine running on other thread; stack unavailable</c>, which the runtime prints where a file line would stand.</summary>
    Unavailable,

    /// <summary><c>=== BEGIN goroutine stack dump ===</c></summary>
    Begin,

    /// <summary><c>=== END goroutine stack dump ===</c></summary>
    End,

    /// <summary>First words of a dying process, before its goroutines: <c>panic: </c>, <c>fatal error: </c>, <c>SIGQUIT: quit</c>.</summary>
    Crash,

    /// <summary><c>runtime stack:</c>: the frames that follow are those of a thread, not of a goroutine.</summary>
    RuntimeStack,

    /// <summary><c>rax    0x0</c></summary>
    Register,

    /// <summary>Known text beside the frames that says nothing of its own: stack words in hexadecimal, goleak's headlines.</summary>
    Note,
}
