using System.Diagnostics;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;

namespace Unknot.Node.Tests.Processes;

/// <summary>Against this very machine's <c>/proc</c>.</summary>
public sealed class ProcessReaderTests
{
    [Fact]
    public void OwnProcess_HasItsParentArgumentsThreadsAndAge()
    {
        ProcessRecord self = new ProcessReader("/proc").Read(Environment.ProcessId, _ => { })!;
        Assert.Equal(Environment.ProcessId, self.Pid);
        Assert.Equal(Environment.ProcessPath, self.Executable);
        Assert.NotEmpty(self.Arguments!);
        Assert.True(self.ThreadCount > 1);
        // A tick is 10 ms; both ways of telling the start are the kernel's.
        Assert.InRange((self.StartedAt!.Value - Process.GetCurrentProcess().StartTime.ToUniversalTime()).Duration().TotalSeconds, 0, 2);
    }

    [Fact]
    public void OwnPipe_IsListedWithTheWayItIsOpen()
    {
        using System.IO.Pipes.AnonymousPipeServerStream pipe = new(System.IO.Pipes.PipeDirection.Out);
        int fd = (int)pipe.SafePipeHandle.DangerousGetHandle();
        ProcessRecord self = new ProcessReader("/proc").Read(Environment.ProcessId, _ => { })!;
        FileRecord file = Assert.Single(self.Files!, f => f.Fd == fd);
        Assert.StartsWith("pipe:[", file.To);
        Assert.Equal("w", file.Mode);
    }

    [Fact]
    public void StoppedProcess_IsT()
    {
        using Process child = Process.Start("sleep", "60");
        try
        {
            Process.Start("kill", ["-STOP", $"{child.Id}"]).WaitForExit();
            Assert.True(SpinWait.SpinUntil(() => new ProcessReader("/proc").Read(child.Id, _ => { })?.State == "T", TimeSpan.FromSeconds(10)));
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void ProcessThatIsGone_IsNone()
    {
        using Process child = Process.Start("true");
        child.WaitForExit();
        Assert.Null(new ProcessReader("/proc").Read(child.Id, _ => { }));
    }
}
