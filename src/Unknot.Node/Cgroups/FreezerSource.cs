using System.Text;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.Cgroups;

/// <summary>
/// Freezer states of the cgroups that processes are in: <c>freezer.state</c> (v1), <c>cgroup.events</c> (v2), and of those above them, as
/// <c>grep . …/freezer.state</c> prints them. What is thawed is left out, except for containers.
/// </summary>
internal sealed class FreezerSource : INodeSource
{
    public string Name => "freezer";

    public TimeSpan Deadline => TimeSpan.FromSeconds(3);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = "waiting for the processes";
        CgroupPath cgroups = new(scan.Options.ProcRoot);
        StringBuilder text = new();
        HashSet<string> seen = [];
        foreach (ProcessRecord process in scan.WaitForProcesses(cancellation).All.OrderBy(p => p.Pid))
        {
            foreach (string line in process.Cgroups ?? [])
            {
                if (cgroups.Of(line, "freezer") is { } old) Add($"{old}/freezer.state", seen, text, sink);
                else if (line.StartsWith("0::", StringComparison.Ordinal) && cgroups.Of(line, "") is { } unified) Add($"{unified}/cgroup.events", seen, text, sink);
            }
        }

        if (text.Length > 0) sink.Add("freezer.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Add(string path, HashSet<string> seen, StringBuilder text, SourceSink sink)
    {
        if (!seen.Add(path)) return;
        sink.Doing = $"reading {path}";
        string? state = ProcFile.ReadText(path);
        if (path.EndsWith(".events", StringComparison.Ordinal)) state = state?.Split('\n').FirstOrDefault(l => l.StartsWith("frozen ", StringComparison.Ordinal));
        if (state is null or "") return;
        bool isContainer = Diagnosis.Formats.ContainerNames.FindId(path) is not null;
        if (isContainer || state is not ("THAWED" or "frozen 0")) text.Append(path[Math.Max(0, path.IndexOf("/sys/", StringComparison.Ordinal))..]).Append(':').Append(state).Append('\n');
    }
}
