using System.Runtime.InteropServices;

namespace Unknot.Node.Linux;

// Signals, and files that are removed by the folder that they are in.
internal static partial class LinuxCalls
{
    /// <summary><c>pidfd_send_signal</c>, the same number on every architecture (Linux 5.1).</summary>
    private const nint SendSignalNumber = 424;

    /// <summary><c>O_NOFOLLOW</c>, which is not the same on every architecture.</summary>
    public static int NoFollow { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Signals the process of a pidfd, or of a descriptor of its folder in <c>/proc</c> (pidfd_send_signal(2)): never another one that has its pid since.</summary>
    /// <returns>0, or -1.</returns>
    public static int SendSignal(int processFolder, int signal) => (int)SendSignal(SendSignalNumber, processFolder, signal, 0, 0);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SendSignal(nint number, nint processFolder, nint signal, nint info, nint flags);
}
