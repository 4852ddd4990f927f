namespace Unknot.Diagnosis.Evidence;

/// <summary>All signs, in the order in which they are tried.</summary>
internal static class LogPatternTable
{
    /// <summary>Not a sign: tells a version.</summary>
    public const string VersionKind = "version";

    // A table. Words as the programs print them; sources: kubelet pkg/kubelet, containerd runtime and services, runc libcontainer, systemd
    // src/core and src/libsystemd, dbus bus/, Linux kernel/hung_task.c, mm/oom_kill.c, net/core/dev.c, net/sunrpc.
    internal static IReadOnlyList<LogPattern> All { get; } =
    [
        // kubelet
        new("pleg-zero-time", "pleg was last seen active 2562047h47m", AgeAfter: "last seen active "),
        new("pleg-unhealthy", "PLEG is not healthy: pleg was last seen active", Not: "2562047h47m", AgeAfter: "last seen active "),
        new("pleg-not-started", "pleg has yet to be successful"),
        new("pleg-relist-failed", "GenericPLEG: Unable to retrieve pods"),
        new("runtime-down", "container runtime is down"),
        new("container-runtime-status-check", "container runtime status check may not have completed yet"),
        new("node-not-ready", "Node became not ready"),
        new("node-not-ready", "status is now: NodeNotReady"),
        new("node-ready", "status is now: NodeReady"),
        new("node-status-unknown", "Kubelet stopped posting node status"),
        new("failed-to-create-sandbox", "ailed to create pod sandbox"),
        new("orphaned-pod", "rphaned pod", And: "volume paths are still present"),
        new("volume-mount-timeout", "nable to attach or mount volumes"),
        new("client-throttled", "due to client-side throttling"),
        new("api-server-timeout", "Client.Timeout exceeded while awaiting headers"),
        new("eviction", "eviction manager: attempting to reclaim"),
        new("network-plugin-not-ready", "etwork plugin is not ready"),
        new("failed-to-kill-pod", "rror killing pod"),

        // containerd, shim, runc
        new("get-state-deadline", "get state for ", And: "context deadline exceeded"),
        new("failed-to-create-shim", "ailed to create shim"),
        new("failed-to-start-shim", "ailed to start shim"),
        new("shim-disconnected", "shim disconnected"),
        new("shim-still-alive", "shim process is still running"),
        new("ttrpc-inactive-stream", "received message on inactive stream"),
        new("ttrpc-closed", "ttrpc: closed"),
        new("seccomp-filter", "error loading seccomp filter"),
        new("runc-init-reset", "read init-p: connection reset by peer"),
        new("exec-in-paused-container", "cannot exec in a paused container"),
        new("unable-to-freeze", "unable to freeze"),
        new("container-failed-to-exit", "ailed to exit within"),
        new("overlay-busy", "device or resource busy"),
        new("fifo-timeout", "reading from a closed fifo"),

        // dockerd
        new("fluentd-unreachable", "fluent#"),
        new("fluentd-unreachable", "unable to connect to fluentd"),
        new("plugin-unreachable", "Unable to connect to plugin"),
        new("http2-closed-connection", "use of closed network connection"),
        new("http2-connection-lost", "http2: client connection lost"),

        // systemd, D-Bus, udev
        new("systemd-release-not-supported", "Failed to propagate agent release message", And: "Operation not supported"),
        new("systemd-release-failed", "Failed to propagate agent release message", Not: "Operation not supported"),
        new("start-transient-unit-timeout", "Timed out while waiting for StartTransientUnit"),
        new("start-transient-unit-failed", "Failed to start transient scope unit"),
        new("dbus-queue-full", "destination has a full message queue"),
        new("dbus-no-reply", "Did not receive a reply. Possible causes include"),
        new("dbus-no-reply", "Failed to introspect object", And: "timed out"),
        new("dbus-no-reply", "Failed to activate service 'org.freedesktop.systemd1'", And: "timed out"),
        new("dbus-no-reply", "Failed to list units: Connection timed out"),
        new("dbus-no-reply", "Failed to get properties: Connection timed out"),
        new("dbus-no-reply", "Method call timed out"),
        new("dbus-too-many-pending", "maximum number of pending replies"),
        new("argument-list-too-long", "Argument list too long"),
        new("unit-not-found", ".scope not found"),
        new("systemd-reexec", "Reexecuting", And: "systemd"),
        new("systemd-updated", "Updated: systemd-"),
        new("unit-watchdog", "Watchdog timeout (limit"),
        new("udev-worker-timeout", "timeout; kill it"),
        new("udev-worker-timeout", "timed out, killing"),

        // kernel
        new("hung-task", " blocked for more than ", And: "INFO: task "),
        new("soft-lockup", "BUG: soft lockup"),
        new("hard-lockup", "hard LOCKUP"),
        new("rcu-stall", "detected stall"),
        new("oom-kill", "emory cgroup out of memory"),
        new("oom-kill", "Out of memory: Kill"),
        new("oom-kill", "invoked oom-killer"),
        new("nfs-not-responding", "not responding, still trying"),
        new("nfs-not-responding", "not responding, timed out"),
        new("lo-not-free", "unregister_netdevice: waiting for "),
        new("fuse-not-connected", "ransport endpoint is not connected"),
        new("io-error", "I/O error, dev "),
        new("filesystem-read-only", "emounting filesystem read-only"),
        new("xfs-allocation-deadlock", "possible memory allocation deadlock"),
        new("pids-exhausted", "fork rejected by pids controller"),

        // who runs
        new(VersionKind, "starting containerd"),
        new(VersionKind, "msg=\"Docker daemon\""),
        new(VersionKind, "Linux version "),
        new(VersionKind, "running in system mode"),
        new(VersionKind, "Kubelet version"),

        // any Go program, any program
        new("go-thread-limit", "program exceeds ", And: "-thread limit"),
        new("go-fatal-error", "fatal error: "),
        new("go-panic", "panic: "),
        new("fork-failed", "esource temporarily unavailable"),
        new("cannot-allocate-memory", "annot allocate memory"),
        new("too-many-open-files", "oo many open files"),
        new("no-space", "o space left on device"),
        new("context-deadline", "ontext deadline exceeded", IsGeneral: true),
        new("kubelet-syncloop-unhealthy", "[-]syncloop"),
        new("context-deadline", "DeadlineExceeded", IsGeneral: true),
    ];
}
