using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unknot.Fuzz;

/// <summary>What a thread has used of the processor: on a busy machine the time that passes says nothing.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>By <c>clock_gettime(CLOCK_THREAD_CPUTIME_ID)</c> on Linux, else the time that passes.</summary>
    public static TimeSpan Now()
    {
        Span<long> secondsAndNanoseconds = stackalloc long[2];
        if (OperatingSystem.IsLinux() && ClockGetTime(ThreadClock, ref secondsAndNanoseconds[0]) == 0)
            return TimeSpan.FromSeconds(secondsAndNanoseconds[0]) + TimeSpan.FromTicks(secondsAndNanoseconds[1] / 100);
        return Stopwatch.GetElapsedTime(0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, ref long secondsAndNanoseconds);
}
