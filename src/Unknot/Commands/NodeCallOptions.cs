using System.CommandLine;
using System.Globalization;
using Unknot.Node;
using Unknot.Node.Dumps;
using Unknot.Node.Sources;

namespace Unknot.Commands;

/// <summary>The options of every verb that reads this machine: <c>--proc</c>, <c>--deadline</c>, <c>--only</c>, <c>--without</c>, <c>--dumps</c>, <c>--max-pause</c>.</summary>
internal sealed class NodeCallOptions
{
    private const double ShortestDeadline = 0.1, LongestDeadline = 3600;

    private readonly Option<string?> _proc = new("--proc") { Description = "Where the node's /proc is; in a container that has it mounted there: /host/proc (default: /proc)", HelpName = "PATH" };
    private readonly Option<string?> _deadline = new("--deadline") { Description = "How long to read at most; what hangs is left where it hangs (default: 8)", HelpName = "SECONDS" };
    private readonly Option<string[]> _only = new("--only") { Description = $"Read these sources only: {string.Join(", ", Names)}", HelpName = "SOURCE" };
    private readonly Option<string[]> _without = new("--without") { Description = "Leave these sources out", HelpName = "SOURCE" };

    private readonly Option<string?> _dumps = new("--dumps")
    {
        Description = "Goroutine dumps of the daemons: none, or signal (SIGUSR1 to dockerd, containerd and shims, pprof of the kubelet): each stands still for 1 to 30 µs for every goroutine (default: none)", HelpName = "none|signal",
    };

    private readonly Option<string?> _maxPause = new("--max-pause") { Description = "With --dumps=signal: longest standstill of a daemon; one that would stand still for longer is not signalled (default: 6)", HelpName = "SECONDS" };

    private static IEnumerable<string> Names => NodeSources.All.Select(s => s.Name);

    private Option[] All => [_proc, _deadline, _only, _without, _dumps, _maxPause];

    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The first of them that the call has; null when it has none.</summary>
    public string? FirstOf(ParseResult call) => All.FirstOrDefault(o => call.GetResult(o) is { Implicit: false })?.Name;

    /// <summary>What they say.</summary>
    /// <exception cref="WrongCallException">Something that cannot be.</exception>
    public NodeOptions Of(ParseResult call)
    {
        DumpMode dumps = DumpsOf(call.GetValue(_dumps));
        if (dumps == DumpMode.None && call.GetValue(_maxPause) is not null) throw new WrongCallException("--max-pause is for --dumps=signal; give both");
        return new NodeOptions
        {
            ProcRoot = ProcOf(call.GetValue(_proc)),
            Deadline = SecondsOf(call.GetValue(_deadline), _deadline.Name) ?? new NodeOptions().Deadline,
            Only = WithDumps(SourcesOf(call), dumps, call),
            Dumps = dumps,
            MaxPause = SecondsOf(call.GetValue(_maxPause), _maxPause.Name) ?? new NodeOptions().MaxPause,
        };
    }

    /// <summary><c>--dumps</c> is itself the choice of that source, whatever <c>--only</c> chooses beside it.</summary>
    private HashSet<string>? WithDumps(HashSet<string>? sources, DumpMode dumps, ParseResult call)
    {
        if (dumps == DumpMode.Signal && call.GetValue(_only) is { Length: > 0 } && !Split(call.GetValue(_without), _without.Name).Contains(DumpSource.SourceName)) sources?.Add(DumpSource.SourceName);
        return dumps == DumpMode.None && sources is { Count: 1 } && sources.Contains(DumpSource.SourceName) ? throw new WrongCallException("--only dumps reads nothing without --dumps=signal; give both") : sources;
    }

    private static DumpMode DumpsOf(string? text) => text switch
    {
        null or "none" => DumpMode.None,
        "signal" => DumpMode.Signal,
        _ => throw new WrongCallException($"--dumps {text} is not known; write --dumps=none or --dumps=signal"),
    };

    /// <summary>The folder of a <c>--proc</c>.</summary>
    /// <exception cref="WrongCallException">It is no proc file system.</exception>
    public static string ProcOf(string? path)
    {
        string root = path is null ? "/proc" : Path.TrimEndingDirectorySeparator(path);
        if (!Directory.Exists(root)) throw new WrongCallException($"cannot read processes from {root}: no such folder; --proc is where the node's /proc is mounted");
        if (!File.Exists($"{root}/uptime")) throw new WrongCallException($"cannot read processes from {root}: it is no proc file system (no {root}/uptime); --proc is where the node's /proc is mounted");
        return root;
    }

    private static TimeSpan? SecondsOf(string? text, string option)
    {
        if (text is null) return null;
        if (!double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds is < ShortestDeadline or > LongestDeadline)
            throw new WrongCallException($"{option} {text} is no number of seconds from {ShortestDeadline} to {LongestDeadline}; write 8");
        return TimeSpan.FromSeconds(seconds);
    }

    private HashSet<string>? SourcesOf(ParseResult call)
    {
        string[] only = Split(call.GetValue(_only), _only.Name), without = Split(call.GetValue(_without), _without.Name);
        if (only.Length + without.Length == 0) return null;
        HashSet<string> chosen = [.. Names.Where(n => (only.Length == 0 || only.Contains(n)) && !without.Contains(n))];
        return chosen.Count > 0 ? chosen : throw new WrongCallException("--only and --without leave no source to read; sources: " + string.Join(", ", Names));
    }

    private static string[] Split(string[]? values, string option)
    {
        string[] names = [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return Array.Find(names, n => !Names.Contains(n)) is { } odd ? throw new WrongCallException($"{option} {odd} is no source; sources: {string.Join(", ", Names)}") : names;
    }
}
