namespace Unknot.Go.Dumps;

/// <summary>In which form the goroutines stood in the input.</summary>
public enum DumpFormat
{
    /// <summary>Text with one block per goroutine: SIGQUIT, SIGUSR1 handlers, <c>runtime.Stack</c>, pprof <c>debug=2</c>.</summary>
    Text,

    /// <summary>Aggregated text profile, pprof <c>debug=1</c>: counts and stacks, no ids, no states, no argument words.</summary>
    AggregatedText,

    /// <summary>Gzipped protobuf profile, pprof <c>debug=0</c> (<c>github.com/google/pprof/proto/profile.proto</c>).</summary>
    Protobuf,
}
