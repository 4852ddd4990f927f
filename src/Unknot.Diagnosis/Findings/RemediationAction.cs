namespace Unknot.Diagnosis.Findings;

/// <summary>Kinds of steps, from the least to the most destructive. The names are part of the JSON contract.</summary>
public enum RemediationAction
{
    /// <summary>Do nothing but let it end.</summary>
    Wait,

    /// <summary>Something for a person to do; no command frees the node safely.</summary>
    Advice,

    /// <summary>Read a pipe or FIFO empty, so that its writer goes on.</summary>
    ReadPipe,

    /// <summary>Thaw a frozen cgroup.</summary>
    Thaw,

    /// <summary>Let a stopped (<c>T</c>) process go on: SIGCONT.</summary>
    ContinueTask,

    /// <summary>Complete a udev cookie that device-mapper waits for.</summary>
    CompleteUdevCookie,

    /// <summary>Take a dead mount out of the tree lazily.</summary>
    UnmountLazily,

    /// <summary>End one runc (or what stands in its place).</summary>
    EndRunc,

    /// <summary>End one shim; its container is lost.</summary>
    EndShim,

    /// <summary>Have systemd start itself anew with its state kept: <c>systemctl daemon-reexec</c>.</summary>
    SystemdReexec,

    /// <summary>Restart one volume, network or logging plugin.</summary>
    RestartPlugin,

    /// <summary>Restart the kubelet.</summary>
    RestartKubelet,

    /// <summary>Restart containerd; shims and containers live on.</summary>
    RestartContainerd,

    /// <summary>Restart CRI-O; containers live on.</summary>
    RestartCrio,

    /// <summary>Restart dockerd; containers live on only with live-restore.</summary>
    RestartDockerd,

    /// <summary>Restart the message bus; whoever keeps a connection to it may have to be restarted too.</summary>
    RestartDbus,
}
