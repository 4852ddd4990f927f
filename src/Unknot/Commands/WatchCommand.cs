using System.CommandLine;
using System.Globalization;
using Unknot.Node.Pleg;
using Unknot.Terminal;
using Unknot.Watch;

namespace Unknot.Commands;

/// <summary>The verb <c>watch</c>: this machine's containers, relisted every second; what hangs is named while the rest goes on.</summary>
internal sealed class WatchCommand
{
    private const long AllocatedBetweenCollections = 4 << 20;
    private const double ShortestInterval = 0.2, LongestInterval = 60;

    private readonly CommandIo _io;
    private readonly Option<bool> _json = new("--json") { Description = "One line of JSON a round (docs/watch-json.md) instead of the table" };
    private readonly Option<string?> _prometheus = new("--prometheus") { Description = "Also serve http://ADDRESS/metrics; a port alone is one of the loopback address", HelpName = "ADDRESS" };
    private readonly Option<string?> _interval = new("--interval") { Description = "Between two relists (default: 1)", HelpName = "SECONDS" };
    private readonly Option<string?> _count = new("--count", "-n") { Description = "End after N rounds, with 1 when something hangs then and 0 when not (default: go on)", HelpName = "N" };
    private readonly Option<string?> _proc = new("--proc") { Description = "Where the node's /proc is; in a container that has it mounted there: /host/proc (default: /proc)", HelpName = "PATH" };

    private WatchCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        WatchCommand verb = new(io);
        Command command = new("watch", "Watch this node's containers live, and name the container, pod and daemon that hang while the rest goes on");
        foreach (Option option in (Option[])[verb._json, verb._prometheus, verb._interval, verb._count, verb._proc]) command.Options.Add(option);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        if (!OperatingSystem.IsLinux()) throw new WrongCallException("only a Linux machine can be watched; run unknot watch on the node");
        PlegOptions options = new() { ProcRoot = NodeCallOptions.ProcOf(call.GetValue(_proc)), Interval = IntervalOf(call.GetValue(_interval)) };
        long? count = CountOf(call.GetValue(_count));
        using MetricsServer? server = call.GetValue(_prometheus) is { } address ? MetricsServer.Start(address) : null;
        if (server is not null && !(_io.OutIsTerminal && !call.GetValue(_json))) _io.Error.WriteLine($"metrics: http://{server.Address}/metrics");
        using NodeWatch watch = new(options);
        return (int)(call.GetValue(_json) ? RunJson(watch, server, count) : RunTable(watch, server, count));
    }

    private ExitCode RunTable(NodeWatch watch, MetricsServer? server, long? count)
    {
        using WatchScreen screen = new(_io.Out, _io.OutIsTerminal, () => TerminalSize.Rows);
        WatchText text = new(() => _io.Width);
        return Follow(watch, server, count, node => screen.Show(text.Lines(node)));
    }

    private ExitCode RunJson(NodeWatch watch, MetricsServer? server, long? count)
    {
        using WatchJson json = new();
        return Follow(watch, server, count, node =>
        {
            _io.Out.Flush();
            _io.Out.BaseStream.Write(json.Line(node));
        });
    }

    private static ExitCode Follow(NodeWatch watch, MetricsServer? server, long? count, Action<WatchSnapshot> show)
    {
        bool hangs = false;
        long collectedAt = 0;
        watch.RunAsync(
            node =>
            {
                show(node);
                server?.Publish(WatchMetrics.Of(node));
                hangs = node.Hangs;
                collectedAt = KeepSmall(collectedAt);
                return count is null || node.Round < count;
            },
            CancellationToken.None).GetAwaiter().GetResult();
        return hangs ? ExitCode.Knotted : ExitCode.Clear;
    }

    /// <summary>
    /// Collects after a few megabytes: the collector itself would wait until the youngest objects fill the processor's last cache, 30 MB and more on a server, which a guest
    /// of a small node has no right to.
    /// </summary>
    private static long KeepSmall(long collectedAt)
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - collectedAt < AllocatedBetweenCollections) return collectedAt;
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        return allocated;
    }

    private static TimeSpan IntervalOf(string? text)
    {
        if (text is null) return new PlegOptions().Interval;
        if (!double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds is < ShortestInterval or > LongestInterval)
            throw new WrongCallException(string.Create(CultureInfo.InvariantCulture, $"--interval {text} is no number of seconds from {ShortestInterval} to {LongestInterval}; write 1"));
        return TimeSpan.FromSeconds(seconds);
    }

    private static long? CountOf(string? text)
    {
        if (text is null) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0
            ? count : throw new WrongCallException($"--count {text} is no number of rounds; write 5");
    }
}
