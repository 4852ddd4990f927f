using System.Globalization;
using Unknot.Diagnosis.Reports;
using Unknot.Node.Pleg;

namespace Unknot.Watch;

/// <summary>The lines of the live table. Pure; every text that comes from outside passes <see cref="TerminalText"/>.</summary>
/// <param name="columns">Width; lines are cut there. Asked in each round: a terminal may be resized.</param>
internal sealed class WatchText(Func<int> columns)
{
    private const int MaxSuspects = 12, MaxChanges = 8, MaxRuntimes = 8, ShownOfId = 12;
    private readonly Queue<string> _changes = new();

    /// <summary>The lines of a round.</summary>
    public IReadOnlyList<string> Lines(WatchSnapshot node)
    {
        int width = columns();
        Remember(node.Transitions);
        List<string> lines = [Head(node, width), ""];
        AddRuntimes(node, lines);
        lines.Add("");
        lines.Add("oldest    " + (node.Oldest is { } oldest ? $"{Seconds(oldest.For)}  {oldest.Call} of {About(oldest)}, {Who(oldest)}" : "no request hangs"));
        AddManager(node.Manager, lines);
        lines.Add("pressure  " + (node.Stack?.Pressure is { Count: > 0 } pressure ? string.Join("   ", pressure.Select(Pressure)) + "   (% of the last 10 s)" : "not told by this kernel"));
        if (node.Stack is { } stack && node.At - stack.At > TimeSpan.FromSeconds(5)) lines.Add($"/proc     not read for {Seconds(node.At - stack.At)}: what it says is that old");
        AddSuspects(node, lines);
        if (_changes.Count > 0) lines.AddRange(["", "Changes", .. _changes]);
        return [.. lines.Select(l => Cut(l, width))];
    }

    private static string Head(WatchSnapshot node, int width)
    {
        string left = $"unknot watch  {TerminalText.Neutralise(node.Host)}  {Clock(node.At)}";
        string right = node.Oldest is { } oldest ? $"HANGS {Seconds(oldest.For)}" : node.Runtimes.Count == 0 ? "no runtime found" : node.Suspects.Count > 0 ? "answers, with suspects" : "all answers";
        return left + right.PadLeft(Math.Max(right.Length + 2, width - left.Length));
    }

    private static void AddRuntimes(WatchSnapshot node, List<string> lines)
    {
        lines.Add($"{"runtime",-22}{"relist",9}{"p50",8}{"max",8}{"gorout.",9}  containers");
        foreach (RuntimeView runtime in node.Runtimes.Take(MaxRuntimes))
        {
            string name = TerminalText.Neutralise($"{runtime.Name.Component} {runtime.Name.Pid} {runtime.Name.Api}{(runtime.IsEvented ? "+events" : "")}");
            string now = runtime.Hanging.FirstOrDefault(h => h.Call == "list") is { } list ? ">" + Seconds(list.Waited) : Latency(runtime.Relist);
            string goroutines = runtime.Goroutines?.ToString(CultureInfo.InvariantCulture) ?? "-";
            lines.Add($"{name,-22}{now,9}{Latency(runtime.RelistMedian),8}{Latency(runtime.RelistMax),8}{goroutines,9}  {States(runtime)}");
            if (runtime.Failure is { } failure) lines.Add($"  relist failed: {TerminalText.Neutralise(failure)}");
        }

        if (node.Runtimes.Count == 0) lines.Add("  no dockerd, containerd with CRI or CRI-O was found (without root their sockets are not known)");
        if (node.Runtimes.Count > MaxRuntimes) lines.Add($"  and {node.Runtimes.Count - MaxRuntimes} more");
    }

    private static string States(RuntimeView runtime) => runtime.Containers == 0 ? "0"
        : string.Join(", ", runtime.States.OrderByDescending(s => s.Value).Select(s => $"{s.Value} {TerminalText.Neutralise(s.Key)}"));

    private static void AddManager(ManagerView manager, List<string> lines)
    {
        if (manager.Version is null && manager.Cookie is null)
        {
            lines.Add("systemd   " + (manager.Hangs ? "has not answered" : manager.Failure is { } failure ? "not asked: " + TerminalText.Neutralise(failure) : "not asked yet"));
            return;
        }

        string cookie = manager.Cookie is { } counted
            ? string.Create(CultureInfo.InvariantCulture, $"cookie {counted} ({counted / (double)uint.MaxValue:P1} of 2^32)").Replace(" %", "%", StringComparison.Ordinal) : "cookie not told off the bus";
        lines.Add($"systemd   {TerminalText.Neutralise(manager.Version)}, {cookie}");
        lines.Add("          " + (manager.Hangs ? $"{TerminalText.Neutralise(manager.Asked)} does not answer {TerminalText.Neutralise(manager.Call)}" : Overflow(manager)));
    }

    private static string Overflow(ManagerView manager)
    {
        if (manager.PerDay is not { } perDay) return "asked once a minute: no rate yet";
        string rate = string.Create(CultureInfo.InvariantCulture, $"{perDay:0} a day");
        if (manager.SurvivesOverflow == true) return rate + ": an overflow is harmless since 242";
        return manager.OverflowsAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{rate}: OVERFLOWS {at:yyyy-MM-dd}, and then answers nobody") : rate;
    }

    private static string Pressure(PressureSample sample) =>
        string.Create(CultureInfo.InvariantCulture, $"{sample.Resource} {sample.Some:0.0}{(sample.Full is { } full ? $"/{full:0.0}" : "")}");

    private static void AddSuspects(WatchSnapshot node, List<string> lines)
    {
        lines.Add("");
        lines.Add(node.Suspects.Count == 0 ? "Suspects  none" : "Suspects, the likeliest first                                   since      for");
        int number = 0;
        foreach (Suspect suspect in node.Suspects.Take(MaxSuspects))
        {
            string what = $"{++number,3}  {(suspect.Hangs ? $"{suspect.Call} of {About(suspect)}" : About(suspect))}, {Who(suspect)}";
            lines.Add($"{Fit(what, 60)}  {Clock(suspect.Since)}  {Seconds(suspect.For),7}");
            if (suspect.Container is { Name.Length: > 0 } container) lines.Add($"     container {Short(container.Id)}{(container.Pod is null ? "" : $", pod {TerminalText.Neutralise(container.Pod)}")}");
            foreach (string sign in suspect.Signs) lines.Add("     " + TerminalText.Neutralise(sign));
        }

        if (node.Suspects.Count > MaxSuspects) lines.Add($"     and {node.Suspects.Count - MaxSuspects} more");
    }

    private void Remember(IReadOnlyList<PlegTransition> transitions)
    {
        foreach (PlegTransition change in transitions)
        {
            _changes.Enqueue($"  {Clock(change.At)}  {Describe(change)}");
            if (_changes.Count > MaxChanges) _changes.Dequeue();
        }
    }

    private static string Describe(PlegTransition change)
    {
        string who = change.Container is { } container ? Title(container) : TerminalText.Neutralise(change.Runtime.ToString());
        string from = TerminalText.Neutralise(change.From), to = TerminalText.Neutralise(change.To);
        return change.Kind switch
        {
            PlegTransitionKind.Appeared => $"{who}: new, {to}",
            PlegTransitionKind.Changed => $"{who}: {from} -> {to}",
            PlegTransitionKind.Removed => $"{who}: removed",
            PlegTransitionKind.HangBegan => $"{who}: {from} hangs",
            PlegTransitionKind.HangEnded => $"{who}: {from} hung for {Seconds(change.Took ?? TimeSpan.Zero)}: {to}",
            PlegTransitionKind.DaemonFound => $"{who}: answers",
            _ => $"{who}: has gone",
        };
    }

    private static string About(Suspect suspect) => suspect.Container is { } container ? Title(container) : suspect.Call is null ? "a process" : "the daemon itself";

    private static string Title(ListedContainer container) => container.Name.Length > 0 ? TerminalText.Neutralise(container.Name) : Short(container.Id);

    private static string Who(Suspect suspect) => TerminalText.Neutralise(suspect.Pid is { } pid ? $"{suspect.Component} {pid}" : suspect.Component);

    private static string Short(string id) => TerminalText.Neutralise(id.Length > ShownOfId ? id[..ShownOfId] : id);

    private static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Latency(TimeSpan? time) => time is not { } told ? "-" : told.TotalSeconds >= 1 ? Seconds(told) : string.Create(CultureInfo.InvariantCulture, $"{told.TotalMilliseconds:0.0} ms");

    private static string Seconds(TimeSpan time) => time.TotalMinutes < 2 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : time.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds:00}s") : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h{time.Minutes:00}m");

    private static string Fit(string text, int length) => text.Length <= length ? text.PadRight(length) : text[..(length - 1)] + "…";

    private static string Cut(string line, int width) => line.Length <= width ? line : line[..(width - 1)] + "…";
}
