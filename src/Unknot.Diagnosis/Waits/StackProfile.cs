using Unknot.Diagnosis.Waits.Rules;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits;

/// <summary>What a distinct stack waits for, read off its frames once however many goroutines stand there.</summary>
internal sealed class StackProfile
{
    private StackProfile(GoroutineStack stack) => Stack = stack;

    public GoroutineStack Stack { get; }

    /// <summary>Lock it waits for; null when it waits for none.</summary>
    public ResourceKind? Lock { get; private set; }

    /// <summary>True where only the semaphore under the lock has an address, which lies up to 12 bytes behind the lock's own.</summary>
    public bool LockWordIsSemaphore { get; private set; }

    /// <summary>First frame that is neither sync nor plumbing: the function that locks, sends, calls.</summary>
    public int CallerFrame { get; private set; } = -1;

    /// <summary>Receiver type of the caller's method, <c>pkg.(*T)</c>; null for a plain function or where there is no caller.</summary>
    public string? CallerType { get; private set; }

    /// <summary>Receiver types of all its frames.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>RPC it has sent and waits on (<c>Tasks.Create</c>); null when none.</summary>
    public string? Call { get; private set; }

    /// <summary>True where <see cref="Call"/> goes over ttrpc (containerd to shim).</summary>
    public bool CallIsTtrpc { get; private set; }

    /// <summary>RPC it serves; null when none.</summary>
    public string? Serves { get; private set; }

    /// <summary>True while an HTTP request is served.</summary>
    public bool ServesHttp { get; private set; }

    /// <summary>Waits for an HTTP answer.</summary>
    public bool IsHttpCall { get; private set; }

    /// <summary>D-Bus method called (may be empty when unknown); null when none.</summary>
    public string? DbusMethod { get; private set; }

    /// <summary>Waits for a child's exit.</summary>
    public bool IsChildWait { get; private set; }

    /// <summary>System call on a file system that it is in; null when none.</summary>
    public string? FileSystemCall { get; private set; }

    /// <summary>Waits for a rate limit.</summary>
    public bool IsRateLimited { get; private set; }

    /// <summary>Parked by design.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>What it is doing, in a word or two.</summary>
    public string Activity { get; private set; } = "";

    /// <summary>Rank as an entry (0 = the kubelet's PLEG); <see cref="int.MaxValue"/> when nobody outside notices it.</summary>
    public int EntryRank { get; private set; } = int.MaxValue;

    /// <summary>Function names, innermost first.</summary>
    public IReadOnlyList<string> Functions { get; private set; } = [];

    public static StackProfile Of(GoroutineStack stack, Dictionary<FrameSymbol, FrameTraits> cache)
    {
        StackProfile profile = new(stack) { Functions = stack.Frames.Select(f => f.Function).ToArray() };
        bool invoked = false, grpc = false;
        int registration = -1;
        for (int i = 0; i < stack.Frames.Count; i++)
        {
            FrameTraits traits = TraitsOf(stack.Frames[i], cache);
            profile.Take(i, traits, ref invoked, ref grpc);
            if (traits is { Role: FrameRole.RpcHandler, Detail: "" }) registration = i;
        }

        if (registration > 0) profile.Serves = RpcNames.TtrpcServed(profile.Functions[registration], profile.Functions[registration - 1]);
        if (profile.Lock is not null) profile.FileSystemCall = null;
        profile.CallerType = profile.CallerFrame < 0 ? null : LockUse.TypeOf(profile.Functions[profile.CallerFrame]);
        profile.Types = [.. stack.Frames.Select(f => TraitsOf(f, cache).Type).Where(t => t is not null).Distinct().Select(t => t!)];
        Activities.Describe(profile, out string activity, out int rank);
        profile.Activity = activity;
        profile.EntryRank = rank;
        return profile;
    }

    private static FrameTraits TraitsOf(FrameSymbol frame, Dictionary<FrameSymbol, FrameTraits> cache)
    {
        if (!cache.TryGetValue(frame, out FrameTraits traits)) cache[frame] = traits = FrameTraits.Of(frame);
        return traits;
    }

    // One flat switch over the roles: a table, in the order in which the frames come.
    private void Take(int index, FrameTraits traits, ref bool invoked, ref bool grpc)
    {
        bool top = CallerFrame < 0;
        switch (traits.Role)
        {
            case FrameRole.MutexLock when top: Lock = Lock is ResourceKind.RwMutex or ResourceKind.Once ? Lock : ResourceKind.Mutex; LockWordIsSemaphore &= Stack.Frames[index].IsInlined; break;
            case FrameRole.RwMutexRead or FrameRole.RwMutexWrite when top: Lock = ResourceKind.RwMutex; LockWordIsSemaphore &= Stack.Frames[index].IsInlined; break;
            case FrameRole.OnceDo when top: Lock = ResourceKind.Once; break;
            case FrameRole.WaitGroupWait when top: Lock = ResourceKind.WaitGroup; LockWordIsSemaphore &= Stack.Frames[index].IsInlined; break;
            case FrameRole.CondWait when top: Lock = ResourceKind.Cond; break;
            case FrameRole.SemaphoreAcquire when top: Lock = ResourceKind.Semaphore; break;
            case FrameRole.RuntimeSemaphore when top: Lock ??= ResourceKind.Mutex; LockWordIsSemaphore = true; break;
            case FrameRole.GrpcInvoke: invoked = grpc = true; Caller(index); break;
            case FrameRole.TtrpcCall: invoked = true; Caller(index); break;
            case FrameRole.ClientStub:
                if (invoked && Call is null && Lock is null) { Call = traits.Detail; CallIsTtrpc = !grpc; }
                Caller(index);
                break;
            case FrameRole.RpcHandler: Serves ??= string.IsNullOrEmpty(traits.Detail) ? null : traits.Detail; Caller(index); break;
            case FrameRole.HttpRoundTrip: IsHttpCall = Lock is null; Caller(index); break;
            case FrameRole.HttpServe: ServesHttp = true; Caller(index); break;
            case FrameRole.DbusCall: if (Lock is null && string.IsNullOrEmpty(DbusMethod)) DbusMethod = traits.Detail; Caller(index); break;
            case FrameRole.ChildWait: IsChildWait = Lock is null or ResourceKind.Semaphore; Caller(index); break;
            case FrameRole.FileSystemCall: FileSystemCall ??= traits.Detail; break;
            case FrameRole.TimerWait: IsRateLimited = true; Caller(index); break;
            case FrameRole.Idle: IsIdle = true; Caller(index); break;
            case FrameRole.None: Caller(index); break;
        }
    }

    private void Caller(int index)
    {
        if (CallerFrame < 0) CallerFrame = index;
    }
}
