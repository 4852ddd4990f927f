using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Reports;

/// <summary>One chain: a line per waiter, a line per resource below it, what each is known from at the right.</summary>
internal sealed class ChainText
{
    private readonly TextColumns _out;
    private readonly Dictionary<string, ReportWaiter> _waiters;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReportResource> _resources;

    public ChainText(Report report, TextColumns columns)
    {
        _out = columns;
        _waiters = report.Waiters.ToDictionary(w => w.Id);
        _resources = report.Resources.ToDictionary(r => r.Id);
    }

    /// <summary>Writes a chain; from where it joins one written before, it is told so and not repeated.</summary>
    public void Write(ReportChain chain)
    {
        bool first = _written.Count == 0;
        bool known = _written.Contains(chain.Root), again = IsWritten(chain, 0);
        if (known && again && IsWritten(chain, 1)) return;
        // Another root behind an entry shown before: the way to it is told in full, or it would never be seen.
        bool full = !known && again;
        if (first || !_written.Contains(chain.Root)) _out.Heading(first ? "The chain" : "Another chain", "since  how known");
        bool joined = false;
        for (int i = 0; i < chain.Links.Count && !joined; i++)
        {
            ReportLink link = chain.Links[i];
            if (link.Waiter is not null && _waiters.TryGetValue(link.Waiter, out ReportWaiter? waiter))
            {
                joined = i > 0 && !_written.Add(waiter.Id) && !full;
                if (joined) _out.Row($"      held by {waiter.Component} {Number(waiter)}, as above", "");
                else WriteWaiter(waiter, link, chain.Root == waiter.Id, i == 0 && !first);
                _written.Add(waiter.Id);
            }
            else if (link.Resource is not null && _resources.TryGetValue(link.Resource, out ReportResource? resource))
            {
                WriteResource(resource, link);
            }
        }

        if (chain.Like > 0) _out.Line($"    and {chain.Like} more like {(chain.Links[0].Waiter ?? "it")}");
    }

    private bool IsWritten(ReportChain chain, int waiter) =>
        chain.Links.Where(l => l.Waiter is not null).ElementAtOrDefault(waiter)?.Waiter is { } id && _written.Contains(id);

    private void WriteWaiter(ReportWaiter waiter, ReportLink link, bool isRoot, bool isFurther)
    {
        string count = waiter.Count > 1 ? $" ×{waiter.Count}" : "";
        string activity = waiter.Activity.StartsWith(waiter.Component, StringComparison.Ordinal) ? waiter.Activity[waiter.Component.Length..].TrimStart() : waiter.Activity;
        if (activity.StartsWith('-')) activity = "";
        if (waiter.Kind == "external" && !waiter.Id.StartsWith(waiter.Component, StringComparison.Ordinal)) activity = waiter.Id;
        string left = $"{(isFurther ? "+ " : "  ")}{waiter.Component,-15} {activity}{count}  {Number(waiter)}";
        if (waiter.ContainerId is { } id && !isRoot && !left.Contains(Ids.Short(id), StringComparison.Ordinal)) left += $"  {Ids.Short(id)}";
        string since = waiter.WaitingAtLeast is { } s ? ">" + Durations.Text(TimeSpan.FromSeconds(s)) : "";
        _out.Row(left.TrimEnd(), $"{since,7}  {(isRoot ? "ROOT" : Known(link)),-9}", isRoot ? _out.Ink.Alarm : null);
    }

    private static string Number(ReportWaiter waiter) => waiter.Goroutine is { } g ? $"g{g}" : waiter.Tid is { } tid ? $"tid {tid}" : waiter.Pid is { } pid ? $"{pid}" : "";

    private void WriteResource(ReportResource resource, ReportLink link) => _out.Row($"    └ {resource.Label}", $"{"",7}  {Known(link),-9}", _out.Ink.Faint);

    private static string Known(ReportLink link) => link.Certainty ?? (link.Relation == "entry" ? "" : "inferred");
}
