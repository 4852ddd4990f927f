using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Processes;

namespace Unknot.Node.Dumps;

/// <summary>
/// A process that is to get SIGUSR1, held by its folder in <c>/proc</c>: what is read and signalled through that descriptor is this very process,
/// or nothing when it has ended, whoever has its pid since. SIGUSR1 ends a program that does not catch it, so that is looked at, not believed.
/// </summary>
internal sealed class SignalTarget : IDisposable
{
    /// <summary>The only signal that is ever sent.</summary>
    private const int UserSignal1 = 10;

    private readonly ProcessRecord _process;
    private readonly string _component;
    private readonly int _folder;
    private bool _isSpent;

    private SignalTarget(ProcessRecord process, string component, int folder) => (_process, _component, _folder) = (process, component, folder);

    /// <summary>Folder of the process that stays its own.</summary>
    private string Folder => $"/proc/self/fd/{_folder}";

    /// <summary>Takes hold of a process.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="process">The process as it was found.</param>
    /// <param name="component">What it was found to be.</param>
    /// <param name="errno">Why not; null when it could.</param>
    /// <returns>Null when it cannot be taken hold of.</returns>
    public static SignalTarget? Hold(string procRoot, ProcessRecord process, string component, out string? errno)
    {
        int folder = LinuxCalls.Open($"{procRoot}/{process.Pid}", LinuxCalls.ReadOnly | LinuxCalls.Directory | LinuxCalls.CloseOnExec);
        errno = folder < 0 ? LinuxCalls.LastErrno() : null;
        return folder < 0 ? null : new SignalTarget(process, component, folder);
    }

    /// <summary>Why it may not be signalled; null when it may.</summary>
    public string? Objection()
    {
        if (ProcStat.Parse(ProcFile.Read($"{Folder}/stat", out string? errno)) is not { } stat) return $"its state cannot be read ({errno ?? "no stat"})";
        if (stat.StartTicks != _process.StartTicks) return "another process has its pid by now";
        if (stat.State is "T" or "t") return "it is stopped: it writes none until it goes on";
        if (stat.State is "Z" or "X") return "it has ended";
        string? program = ProcFile.ReadLink($"{Folder}/exe", out errno);
        if (program is null) return $"its program cannot be seen ({errno})";
        string name = Path.GetFileName(program.EndsWith(" (deleted)", StringComparison.Ordinal) ? program[..^" (deleted)".Length] : program);
        if (Components.ByProgram(name) != _component) return $"its program is {name}, not known to take SIGUSR1 for a dump";
        return Catches(ProcFile.ReadText($"{Folder}/status")) ? null : "it does not catch SIGUSR1, which would end it";
    }

    /// <summary>Looks once more and sends the signal; once.</summary>
    /// <returns>Why it was not sent; null when it was.</returns>
    public string? Send()
    {
        if (_isSpent) return "it has had its one signal";
        if (Objection() is { } objection) return objection;
        _isSpent = true;
        return LinuxCalls.SendSignal(_folder, UserSignal1) == 0 ? null : $"the signal was refused ({LinuxCalls.LastErrno()})";
    }

    public void Dispose() => _ = LinuxCalls.Close(_folder);

    /// <summary><c>SigCgt:</c> of <c>/proc/PID/status</c>, a mask in hex: bit n-1 is signal n (<c>fs/proc/array.c</c>, <c>render_sigset_t</c>).</summary>
    private static bool Catches(string? status)
    {
        const string sign = "\nSigCgt:\t";
        int at = status?.IndexOf(sign, StringComparison.Ordinal) ?? -1;
        if (at < 0) return false;
        ReadOnlySpan<char> mask = status.AsSpan(at + sign.Length);
        int end = mask.IndexOf('\n');
        return ulong.TryParse(end < 0 ? mask : mask[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong caught) && (caught >> (UserSignal1 - 1) & 1) != 0;
    }
}
