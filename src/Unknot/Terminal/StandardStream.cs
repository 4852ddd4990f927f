using System.Runtime.InteropServices;
using Unknot.Commands;

namespace Unknot.Terminal;

/// <summary>
/// Standard output or standard error, written to directly: the runtime's own streams switch the terminal's keypad mode (<c>ESC [?1h ESC =</c>) before
/// the first byte. A reader that has gone (<c>| head</c>) is no failure; a full disk is, and is told once.
/// </summary>
internal sealed class StandardStream(int descriptor) : Stream
{
    // errno of Linux and macOS alike, but for EAGAIN.
    private const int EINTR = 4, EPIPE = 32, EAGAIN = 11, EAGAINOfMac = 35;

    private bool _isBroken;

    /// <summary>The stream of a descriptor, 1 or 2.</summary>
    public static Stream Of(int descriptor)
    {
        if (!OperatingSystem.IsWindows()) return new StandardStream(descriptor);
        return descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !_isBroken)
        {
            nint written = write(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else Fail(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Fail(int error)
    {
        if (error == EINTR) return;
        if (error is EAGAIN or EAGAINOfMac)
        {
            Thread.Sleep(1);
            return;
        }
        _isBroken = true;
        // Where standard error itself cannot be written to, nobody can be told.
        if (error == EPIPE || descriptor == 2) return;
        throw new WrongCallException($"cannot write to standard output: {Marshal.GetPInvokeErrorMessage(error)}; the report is not complete; try -o FILE elsewhere");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, in byte buffer, nint count);
}
