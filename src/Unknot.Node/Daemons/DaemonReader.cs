using Unknot.Node.Sources;

namespace Unknot.Node.Daemons;

/// <summary>Reads several daemons beside each other, each on a thread that can be left where it hangs.</summary>
internal static class DaemonReader
{
    private const int MaxDaemons = 32;

    /// <summary>Reads each of the daemons.</summary>
    public static void ReadEach(IReadOnlyList<Daemon> daemons, SourceSink sink, Func<Daemon, Task> read, CancellationToken cancellation)
    {
        if (daemons.Count == 0) return;
        sink.Doing = $"asking {string.Join(", ", daemons.Take(4))}";
        new AbandonableCrew<Daemon>(Math.Min(daemons.Count, MaxDaemons), TimeSpan.FromSeconds(30), MaxDaemons).Run(
            daemons,
            (daemon, work) =>
            {
                work.At = daemon.ToString();
                Guard(daemon, sink, read);
            },
            (daemon, at) => sink.Gap(daemon.ToString(), at is null or "" ? "was not asked" : "was left while it was asked", "ETIMEDOUT"),
            (daemon, error) => sink.Gap(daemon.ToString(), error, null),
            cancellation);
    }

    /// <summary>What goes wrong with one daemon does not cost the others.</summary>
    private static void Guard(Daemon daemon, SourceSink sink, Func<Daemon, Task> read)
    {
        try
        {
            read(daemon).GetAwaiter().GetResult();
        }
        catch (Exception error) when (ProbeFailure.IsExpected(error))
        {
            sink.Gap(daemon.ToString(), $"could not be asked: {error.Message.ReplaceLineEndings(" ")}", null);
        }
    }
}
