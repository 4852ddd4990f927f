using Unknot.Node.Daemons;

namespace Unknot.Node.Pleg;

/// <summary>The thread that reads <c>/proc</c>: when it hangs there, the relists go on and the age of its sample tells.</summary>
internal sealed class StackSampler(string procRoot, TimeProvider time)
{
    private static readonly TimeSpan s_rediscover = TimeSpan.FromSeconds(10), s_threads = TimeSpan.FromSeconds(5);

    private readonly StackTable _table = new(procRoot);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StackSample? _last;
    private volatile bool _rediscover = true;
    private long _discovered, _threads;
    private IReadOnlyList<Daemon> _daemons = [];

    /// <summary>The last sample; null before the first.</summary>
    public StackSample? Last => _last;

    /// <summary>Ends with the first sample.</summary>
    public Task First => _first.Task;

    /// <summary>Wants a sample; does not wait for it.</summary>
    /// <param name="rediscover">Look for the daemons again, too.</param>
    public void Ask(bool rediscover)
    {
        if (rediscover) _rediscover = true;
        if (_asked.CurrentCount == 0) _asked.Release();
    }

    /// <summary>Samples whenever asked to, until the end.</summary>
    public void Start(CancellationToken end) => new Thread(() => Run(end)) { IsBackground = true, Name = "sampler" }.Start();

    private void Run(CancellationToken end)
    {
        try
        {
            while (true)
            {
                _asked.Wait(end);
                Guard(end);
            }
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }

    /// <summary>What is thrown here would end the program. At the first sample the watch says what it was; later the age of the last one tells.</summary>
    private void Guard(CancellationToken end)
    {
        try
        {
            Sample(end);
            _first.TrySetResult();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _first.TrySetException(error);
        }
    }

    private void Sample(CancellationToken end)
    {
        bool discover = _rediscover || time.GetElapsedTime(_discovered) >= s_rediscover, threads = time.GetElapsedTime(_threads) >= s_threads;
        _rediscover = false;
        if (threads) _threads = time.GetTimestamp();
        IReadOnlyList<StackMember> before = _table.Members;
        IReadOnlyList<StackTask> odd = _table.Sample(discover, threads, time.GetUtcNow());
        if (discover || CandidatesOf(before) != CandidatesOf(_table.Members))
        {
            _discovered = time.GetTimestamp();
            _daemons = RuntimeDiscovery.Find(procRoot, _table.Members, end);
        }

        _last = new StackSample(time.GetUtcNow(), _table.Members, odd, PressureSample.Read(procRoot), _daemons);
    }

    private static long CandidatesOf(IReadOnlyList<StackMember> members) => members.Where(RuntimeDiscovery.IsCandidate).Sum(m => m.Pid + (long)m.StartTicks * 31);
}
