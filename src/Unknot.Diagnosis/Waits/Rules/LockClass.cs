using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Locks whose users are known by name. Since Go's register calling convention a lock's address stands nowhere but in the waiters' own
/// frames; then knowing which functions run with the lock held is what joins waiters and holder (docker: daemon/*.go, container/*.go).
/// </summary>
internal sealed record LockClass(string Name, string Component, string[] LockedBy, string[] HeldIn)
{
    /// <summary>All known classes; a new engine version is a new function name here.</summary>
    public static readonly LockClass[] Known =
    [
        new("container lock", Components.Dockerd,
            LockedBy:
            [
                "daemon.(*Daemon).ContainerInspect", "container.(*State).", "container.(*Container).", "daemon.(*Daemon).containerStart",
                "daemon.(*Daemon).killWithSignal", "daemon.(*Daemon).handleContainerExit", "daemon.(*Daemon).ContainerUpdate", "daemon.(*Daemon).containerPause",
                "daemon.(*Daemon).reducePsContainer", "daemon.(*Daemon).containerReducer", "daemon.(*Daemon).ProcessEvent", "daemon.(*Daemon).StateChanged",
                "daemon.(*Daemon).cleanupContainer", "daemon.(*Daemon).containerExtractToDir", "daemon.(*Daemon).containerStatPath", "daemon.(*Daemon).Mount",
            ],
            HeldIn:
            [
                "daemon.(*Daemon).containerStart", "daemon.(*Daemon).killWithSignal", "daemon.(*Daemon).containerPause", "daemon.(*Daemon).containerUnpause",
                "daemon.(*Daemon).getInspectData", "daemon.(*Daemon).handleContainerExit", "daemon.(*Daemon).StateChanged", "daemon.(*Daemon).setupMounts",
                "daemon.(*Daemon).createSpec", "daemon.(*Daemon).ContainerUpdate", "daemon.(*Daemon).containerExtractToDir", "daemon.(*Daemon).containerStatPath",
                "container.(*Container).ToDisk", "container.(*Container).CheckpointTo", "container.(*Container).UnmountVolumes", "daemon.(*Daemon).Cleanup",
                "daemon.(*Daemon).containerUpdate", "daemon.(*Daemon).mountVolumes", "daemon.(*Daemon).containerStop",
            ]),
        new("exec store lock", Components.Dockerd,
            LockedBy: ["exec.(*Store).", "container.(*ExecStore).", "container.(*Container).GetExecIDs"],
            HeldIn: ["daemon.(*Daemon).ContainerExecStart"]),
        // Held until runc exec has returned, so that the exit of what it started is not taken before its pid is known (containerd pkg/process/exec.go).
        new("exec pid lock", Components.Shim, LockedBy: ["process.(*safePid)."], HeldIn: ["process.(*execProcess).start"]),
        new("shim service lock", Components.Shim,
            LockedBy: ["shim.(*Service).", "task.(*service).", "shim.(*service)."],
            HeldIn: ["shim.(*Service).Kill", "shim.(*Service).Create", "shim.(*Service).Start", "shim.(*Service).Delete", "task.(*service).Create", "task.(*service).handleProcessExit", "task.(*service).checkProcesses"]),
    ];

    /// <summary>Class of the lock that a stack waits for; null when it is not known.</summary>
    public static LockClass? Of(string component, StackProfile profile)
    {
        if (profile.CallerFrame < 0) return null;
        string caller = profile.Functions[profile.CallerFrame];
        foreach (LockClass known in Known)
        {
            if (known.Component != component) continue;
            if (known.LockedBy.Any(f => caller.Contains(f, StringComparison.Ordinal))) return known;
        }

        return null;
    }

    /// <summary>Index of the frame that runs with the lock held, outside the frames of a wait for the lock itself; -1 when none.</summary>
    public int HeldFrame(StackProfile profile)
    {
        for (int i = 0; i < profile.Functions.Count; i++)
        {
            string function = profile.Functions[i];
            if (HeldIn.Any(f => function.EndsWith(f, StringComparison.Ordinal) || function.Contains(f + ".", StringComparison.Ordinal))) return i;
        }

        return -1;
    }
}
