namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>What a kernel stack waits for: the kinds that a container stack is known to hang in.</summary>
internal enum KernelWaitKind
{
    None,
    Fuse,
    Nfs,
    Ceph,
    Frozen,
    NetworkNamespace,
    Rcu,
    Disk,
    PipeWrite,
    KernelLock,
}

/// <summary>Reads kernel stacks and wchan names (functions of fs/fuse/dev.c, net/sunrpc/sched.c, kernel/freezer.c, kernel/cgroup/freezer.c, …).</summary>
internal static class KernelWaits
{
    private static readonly (string Prefix, KernelWaitKind Kind)[] Signs =
    [
        ("request_wait_answer", KernelWaitKind.Fuse), ("fuse_", KernelWaitKind.Fuse), ("__fuse_", KernelWaitKind.Fuse),
        ("rpc_wait_bit_killable", KernelWaitKind.Nfs), ("nfs_", KernelWaitKind.Nfs), ("nfs4_", KernelWaitKind.Nfs), ("nfs3_", KernelWaitKind.Nfs), ("__rpc_execute", KernelWaitKind.Nfs),
        ("ceph_", KernelWaitKind.Ceph), ("__ceph_", KernelWaitKind.Ceph),
        ("__refrigerator", KernelWaitKind.Frozen), ("refrigerator", KernelWaitKind.Frozen), ("refrig", KernelWaitKind.Frozen), ("do_freezer_trap", KernelWaitKind.Frozen), ("cgroup_enter_frozen", KernelWaitKind.Frozen),
        ("copy_net_ns", KernelWaitKind.NetworkNamespace), ("rtnl_lock", KernelWaitKind.NetworkNamespace), ("unregister_netdevice", KernelWaitKind.NetworkNamespace), ("netdev_wait_allrefs", KernelWaitKind.NetworkNamespace), ("cleanup_net", KernelWaitKind.NetworkNamespace),
        ("__wait_rcu_gp", KernelWaitKind.Rcu), ("wait_rcu_gp", KernelWaitKind.Rcu), ("synchronize_rcu", KernelWaitKind.Rcu), ("rcu_barrier", KernelWaitKind.Rcu), ("synchronize_srcu", KernelWaitKind.Rcu),
        ("jbd2_", KernelWaitKind.Disk), ("xfs_", KernelWaitKind.Disk), ("ext4_", KernelWaitKind.Disk), ("btrfs_", KernelWaitKind.Disk), ("mount_bdev", KernelWaitKind.Disk), ("wait_on_page_bit", KernelWaitKind.Disk), ("folio_wait_bit", KernelWaitKind.Disk),
        ("blkdev_", KernelWaitKind.Disk), ("ovl_", KernelWaitKind.Disk), ("si_write_lock", KernelWaitKind.Disk), ("sync_inodes_sb", KernelWaitKind.Disk), ("writeback_", KernelWaitKind.Disk), ("dm_", KernelWaitKind.Disk),
        ("pipe_write", KernelWaitKind.PipeWrite), ("anon_pipe_write", KernelWaitKind.PipeWrite), ("pipe_w", KernelWaitKind.PipeWrite), ("pipe_wait_writable", KernelWaitKind.PipeWrite),
    ];

    private static readonly string[] Plumbing =
    [
        "__schedule", "schedule", "io_schedule", "__mutex_lock", "mutex_lock", "__down", "down_", "down", "rwsem_", "__rwsem", "call_rwsem", "wait_for_completion", "wait_for_common", "do_wait_for_common", "__wait_for_common", "bit_wait", "__wait_on_bit", "__wait_on_buffer", "wait_on_", "folio_wait", "blk_mq_get", "rq_qos_wait", "down_interruptible",
        "out_of_line_wait_on_bit", "kthread", "ret_from_fork", "entry_SYSCALL", "do_syscall", "system_call", "ret_from", "prepare_to_wait", "finish_wait", "autoremove_wake", "preempt_schedule", "_raw_", "native_", "do_raw_", "dump_stack", "__switch_to",
        "context_switch", "slab_", "lock_acquire", "_cond_resched", "__cond_resched", "arch_", "__dump_stack", "mark_held_locks", "debug_", "show_stack", "try_to_wake", "usleep", "msleep", "schedule_",
    ];

    /// <summary>What the stack waits for, the innermost telling function deciding.</summary>
    public static KernelWaitKind Of(IReadOnlyList<string> stack, string? wchan)
    {
        if (wchan is not null && OfFunction(wchan) is not KernelWaitKind.None and var byWchan) return byWchan;
        foreach (string function in stack)
        {
            if (OfFunction(function) is not KernelWaitKind.None and var kind) return kind;
        }

        return stack.Any(f => f.StartsWith("mutex_lock", StringComparison.Ordinal) || f.StartsWith("__mutex_lock", StringComparison.Ordinal) || f.StartsWith("rwsem_down", StringComparison.Ordinal)) ? KernelWaitKind.KernelLock : KernelWaitKind.None;
    }

    /// <summary>The innermost function that says something: not the scheduler's, not a lock primitive's.</summary>
    public static string Telling(IReadOnlyList<string> stack, string? wchan = null)
    {
        foreach (string function in stack)
        {
            if (!Plumbing.Any(p => function.StartsWith(p, StringComparison.Ordinal))) return function;
        }

        return wchan ?? stack.FirstOrDefault() ?? "";
    }

    public static ResourceKind ResourceOf(KernelWaitKind kind) => kind switch
    {
        KernelWaitKind.Fuse or KernelWaitKind.Nfs or KernelWaitKind.Ceph or KernelWaitKind.Disk => ResourceKind.Mount,
        KernelWaitKind.Frozen => ResourceKind.Freezer,
        KernelWaitKind.PipeWrite => ResourceKind.Pipe,
        _ => ResourceKind.KernelLock,
    };

    private static KernelWaitKind OfFunction(string function)
    {
        foreach ((string prefix, KernelWaitKind kind) in Signs)
        {
            if (function.StartsWith(prefix, StringComparison.Ordinal)) return kind;
        }

        return KernelWaitKind.None;
    }
}
