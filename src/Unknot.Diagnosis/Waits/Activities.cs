namespace Unknot.Diagnosis.Waits;

/// <summary>Says in a word or two what a stack is doing, and whether somebody outside waits for it.</summary>
internal static class Activities
{
    // Innermost-to-outermost order does not matter here: the first entry whose function stands in the stack wins, the most telling first.
    private static readonly (string Function, string Activity, int Rank)[] Entries =
    [
        ("pleg.(*GenericPLEG).", "PLEG relist", 0),
        ("kubelet.(*Kubelet).HandlePodCleanups", "syncLoop housekeeping", 1),
        ("kubelet.(*Kubelet).syncLoop", "syncLoop", 1),
        ("kubelet.(*Kubelet).initializeRuntimeDependentModules", "kubelet start-up", 1),
        ("fs.(*RealFsInfo)", "cadvisor file-system scan", 2),
        ("fs.getVfsStats", "cadvisor file-system scan", 2),
        ("kubelet.(*podWorkers).", "pod worker", 2),
        ("populator.(*desiredStateOfWorldPopulator)", "volume populator", 2),
        ("daemon.(*Daemon).ContainerInspect", "inspect", 4),
        ("daemon.(*Daemon).ContainerExecStart", "exec start", 3),
        ("daemon.(*Daemon).ContainerExecCreate", "exec create", 3),
        ("daemon.(*Daemon).ContainerStart", "start", 3),
        ("daemon.(*Daemon).ContainerStop", "stop", 3),
        ("daemon.(*Daemon).ContainerRestart", "restart", 3),
        ("daemon.(*Daemon).ContainerKill", "kill", 3),
        ("daemon.(*Daemon).ContainerRm", "remove", 3),
        ("daemon.(*Daemon).ContainerPause", "pause", 3),
        ("daemon.(*Daemon).ContainerUnpause", "unpause", 3),
        ("daemon.(*Daemon).ContainerUpdate", "update", 3),
        ("daemon.(*Daemon).ContainerCreate", "create", 3),
        ("daemon.(*Daemon).Containers", "list", 4),
        ("daemon.(*Daemon).containerStart", "start", 3),
        ("daemon.(*Daemon).restore", "restore at start-up", 2),
    ];

    public static void Describe(StackProfile profile, out string activity, out int rank)
    {
        foreach ((string function, string word, int entryRank) in Entries)
        {
            foreach (string f in profile.Functions)
            {
                if (!f.Contains(function, StringComparison.Ordinal)) continue;
                activity = word;
                rank = entryRank;
                return;
            }
        }

        rank = profile.Serves is not null ? 5 : profile.ServesHttp ? 6 : int.MaxValue;
        activity = profile.Serves ?? (profile.CallerFrame >= 0 ? ShortName(profile.Functions[profile.CallerFrame]) : "");
    }

    /// <summary>A function without its package path's directories: <c>daemon.(*Daemon).containerStart</c>.</summary>
    public static string ShortName(string function)
    {
        int end = function.IndexOf('[');
        int slash = end < 0 ? function.LastIndexOf('/') : function.LastIndexOf('/', end);
        return function[(slash + 1)..];
    }
}
