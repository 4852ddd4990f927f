namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// containerd's and the shim's reaper: whoever waits in Monitor.Wait is woken by Reap, and Reap sends each exit to subscribers whose
/// reader is processExits/checkProcesses (containerd sys/reaper). A full subscriber channel closes the circle.
/// </summary>
internal sealed class ReaperRule : IWaitRule
{
    private static readonly string[] Readers = ["shim.(*Service).checkProcesses", "shim.(*Service).processExits", "task.(*service).processExits", "task.(*service).checkProcesses"];

    public string Name => "reaper";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            List<Waiter> reaping = Find(graph, view, f => f.EndsWith("reaper.Reap", StringComparison.Ordinal), state => state.StartsWith("chan send", StringComparison.Ordinal));
            if (reaping.Count == 0) continue;
            List<Waiter> readers = Find(graph, view, f => Readers.Any(r => f.EndsWith(r, StringComparison.Ordinal)), _ => true);
            foreach (Waiter reaper in reaping)
            {
                Resource channel = graph.Resource(ResourceKind.Channel, $"{reaper.Id} subscriber channel", "room in the exit subscriber's channel");
                graph.Wait(reaper, channel, Name, Certainty.Exact, reaper.Origins[0]);
                foreach (Waiter reader in readers) graph.Hold(channel, reader, Name, Certainty.Inferred, 0.9 / readers.Count, "reads the exits that Reap sends", reader.Origins[0]);
            }

            foreach (Waiter waiting in Find(graph, view, f => f.EndsWith("reaper.(*Monitor).Wait", StringComparison.Ordinal), _ => true))
            {
                Resource exit = graph.Resource(ResourceKind.ChildExit, $"{waiting.Id} child", "exit of a child process");
                graph.Wait(waiting, exit, Name, Certainty.Exact, waiting.Origins[0]);
                foreach (Waiter reaper in reaping) graph.Hold(exit, reaper, Name, Certainty.Inferred, 0.92 / reaping.Count, "only Reap delivers a child's exit, and Reap is blocked", reaper.Origins[0]);
            }
        }
    }

    private static List<Waiter> Find(WaitGraphBuilder graph, DumpView view, Func<string, bool> function, Func<string, bool> state)
    {
        List<Waiter> found = [];
        foreach (StackProfile profile in view.Profiles.Where(p => p.Functions.Any(function)))
            found.AddRange(view.GoroutinesOn(profile).Where(i => state(view.Dump[i].State)).Take(100).Select(i => graph.Goroutine(view, i)));
        return found.Distinct().ToList();
    }
}
