namespace Unknot.Diagnosis.Formats;

/// <summary>What a log line's prefixes tell, and what is left behind them.</summary>
internal struct LogLine
{
    public DateTimeOffset? Time;
    public string? Component;
    public int? Pid;
    public string Message;

    /// <summary>True when at least one prefix was understood.</summary>
    public bool HasPrefix;

    /// <summary>True for lines of the kernel.</summary>
    public bool IsKernel;

    /// <summary><c>T1054</c>, <c>C1</c> of kernels that print the caller; null otherwise.</summary>
    public string? Caller;

    /// <summary>Takes the prefixes off, from outside in: syslog or journal, CRI, then klog or logrus.</summary>
    /// <param name="line">The line.</param>
    /// <param name="reference">A time not before it was written, for dates without a year.</param>
    public static LogLine Read(string line, DateTimeOffset? reference)
    {
        LogLine result = new() { Message = line };
        if (line.Length > 0 && line[0] == '{' && LogJson.TryRead(line, ref result)) return result;
        LogPrefixes.TakeSyslog(ref result, reference);
        LogPrefixes.TakeDmesg(ref result);
        LogPrefixes.TakeKlog(ref result, reference);
        if (result.Message.Length > 0 && result.Message[0] == '{') LogJson.TryRead(result.Message, ref result);
        else LogPrefixes.TakeLogrus(ref result);
        return result;
    }
}
