namespace Unknot.Go.Dumps;

/// <summary>Where a frame is: function and source line, without the argument words. Shared by all goroutines that stand there.</summary>
public sealed class FrameSymbol
{
    /// <summary>Makes a symbol from its parts as the traceback prints them.</summary>
    /// <param name="function">Full function name, without argument list: <c>github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent</c>.</param>
    /// <param name="file">Source file as printed, or null where the dump has none.</param>
    /// <param name="line">Line in <paramref name="file"/>, 1 or more; 0 where the dump has none.</param>
    /// <param name="isInlined">True where the argument list is the literal <c>(...)</c>: the call was inlined into the frame below it.</param>
    /// <param name="isCreatedBy">True for the <c>created by</c> line: not a frame, but the go statement that started the goroutine.</param>
    /// <param name="offset">Offset of the program counter from the function's entry in bytes (<c>+0x79</c>); 0 where not printed.</param>
    public FrameSymbol(string function, string? file, int line, bool isInlined = false, bool isCreatedBy = false, ulong offset = 0)
    {
        Function = function;
        File = file;
        Line = line;
        IsInlined = isInlined;
        IsCreatedBy = isCreatedBy;
        Offset = offset;
    }

    /// <summary>Full function name without argument list; percent escapes of import paths (<c>%2e</c>) undone.</summary>
    public string Function { get; }

    /// <summary>Source file as the compiler recorded it (build machine's path, or module path under <c>-trimpath</c>); null where the dump has none.</summary>
    public string? File { get; }

    /// <summary>Line in <see cref="File"/>: 1 or more, 0 where the dump has none.</summary>
    public int Line { get; }

    /// <summary>True where the call was inlined, so that no argument words exist for it (<c>(...)</c>).</summary>
    public bool IsInlined { get; }

    /// <summary>True for a <c>created by</c> line.</summary>
    public bool IsCreatedBy { get; }

    /// <summary>Program counter minus function entry, in bytes; 0 where not printed.</summary>
    public ulong Offset { get; }

    /// <summary>The package path: <c>github.com/docker/docker/daemon</c> of <c>github.com/docker/docker/daemon.(*Daemon).containerStart</c>.</summary>
    public string Package
    {
        get
        {
            int slash = Function.LastIndexOf('/');
            int bracket = Function.IndexOf('[');
            if (bracket >= 0 && bracket < slash) slash = Function.LastIndexOf('/', bracket);
            int dot = Function.IndexOf('.', slash + 1);
            if (dot < 0) return Function;
            // gopkg.in/yaml.v2: the dot before a version belongs to the path (the runtime prints it as %2e, which is undone here).
            int next = Function.IndexOf('.', dot + 1);
            return next > dot + 2 && Function[dot + 1] == 'v' && Function.AsSpan(dot + 2, next - dot - 2).IndexOfAnyExceptInRange('0', '9') < 0 ? Function[..next] : Function[..dot];
        }
    }

    /// <summary>The name within its package: <c>(*Daemon).containerStart</c>.</summary>
    public string Name => Package.Length < Function.Length ? Function[(Package.Length + 1)..] : Function;

    /// <inheritdoc/>
    public override string ToString() => File is null ? Function : $"{Function} {File}:{Line}";
}
