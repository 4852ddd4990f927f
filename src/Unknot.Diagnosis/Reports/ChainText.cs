using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Reports;

/// <summary>One chain: a line per waiter, a line per resource below it, what each is known from at the right.</summary>
internal sealed class ChainText
{
    private readonly TextColumns _out;
    private readonly Dictionary<string, ReportWaiter> _waiters;
    private readonly Dictionary<string, ReportResource> _resources;

    public ChainText(Report report, TextColumns columns)
    {
        _out = columns;
        _waiters = report.Waiters.ToDictionary(w => w.Id);
        _resources = report.Resources.ToDictionary(r => r.Id);
    }

    public void Write(ReportChain chain)
    {
        _out.Heading("The chain", "since  how known");
        for (int i = 0; i < chain.Links.Count; i++)
        {
            ReportLink link = chain.Links[i];
            if (link.Waiter is not null && _waiters.TryGetValue(link.Waiter, out ReportWaiter? waiter)) WriteWaiter(waiter, link, chain.Root == waiter.Id);
            else if (link.Resource is not null && _resources.TryGetValue(link.Resource, out ReportResource? resource)) WriteResource(resource, link);
        }

        if (chain.Like > 0) _out.Line($"  and {chain.Like} more the same way");
    }

    private void WriteWaiter(ReportWaiter waiter, ReportLink link, bool isRoot)
    {
        string number = waiter.Goroutine is { } g ? $"g{g}" : waiter.Pid is { } pid ? $"{pid}" : "";
        string count = waiter.Count > 1 ? $" ×{waiter.Count}" : "";
        string activity = waiter.Kind == "external" && waiter.Activity.Length == 0 ? waiter.Id : waiter.Activity;
        string left = $"  {waiter.Component,-15} {activity}{count}  {number}";
        if (waiter.ContainerId is { } id && !isRoot && !left.Contains(id[..Math.Min(12, id.Length)], StringComparison.Ordinal)) left += $"  container {id[..Math.Min(12, id.Length)]}";
        string since = waiter.WaitingAtLeast is { } s ? ">" + Durations.Text(TimeSpan.FromSeconds(s)) : "";
        _out.Row(left.TrimEnd(), $"{since,7}  {(isRoot ? "ROOT" : Known(link)),-9}", isRoot ? _out.Ink.Alarm : null);
    }

    private void WriteResource(ReportResource resource, ReportLink link) => _out.Row($"    └ {resource.Label}", $"{"",7}  {Known(link),-9}", _out.Ink.Faint);

    private static string Known(ReportLink link) => link.Certainty ?? (link.Relation == "entry" ? "" : "inferred");
}
