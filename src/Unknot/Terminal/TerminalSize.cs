using System.Runtime.InteropServices;

namespace Unknot.Terminal;

/// <summary>Asks the terminal for its size.</summary>
internal static class TerminalSize
{
    private const int StandardOutput = 1;

    /// <summary>Linux <c>asm-generic/ioctls.h</c>.</summary>
    private const nuint TIOCGWINSZ = 0x5413;

    /// <summary>Columns of the terminal at standard output; null where it does not tell.</summary>
    public static int? Columns
    {
        get
        {
            // Console.WindowWidth would switch the terminal's keypad mode first, which a report has no business with.
            if (OperatingSystem.IsLinux()) return ioctl(StandardOutput, TIOCGWINSZ, out WindowSize size) == 0 && size.Columns > 0 ? size.Columns : null;
            try
            {
                return Console.WindowWidth is > 0 and int width ? width : null;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return null;
            }
        }
    }

    /// <summary>Rows of the terminal at standard output; null where it does not tell.</summary>
    public static int? Rows => OperatingSystem.IsLinux() && ioctl(StandardOutput, TIOCGWINSZ, out WindowSize size) == 0 && size.Rows > 0 ? size.Rows : null;

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, out WindowSize size);

    /// <summary><c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
