using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class ProcessTableFormatTests
{
    private const string Head = """{"schemaVersion":"unknot.dev/processes/v1"}""";

    private static ProcessEvidence Read(params string[] lines)
    {
        EvidenceSnapshot snapshot = new();
        foreach (string line in lines) ProcessTableFormat.Read(Encoding.UTF8.GetBytes($"{Head}\n{line}\n"), new EvidenceFile("proc", "proc.jsonl"), snapshot);
        return Assert.Single(snapshot.Processes).Value;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoLooks_TheLaterOneCountsInEitherOrder(bool laterFirst)
    {
        string early = """{"pid":7,"state":"S","ageSeconds":2.9,"wchan":"do_wait","files":[{"fd":3,"to":"socket:[5]"}]}""";
        string late = """{"pid":7,"state":"T","ageSeconds":3.2}""";
        ProcessEvidence process = laterFirst ? Read(late, early) : Read(early, late);
        Assert.Equal(TimeSpan.FromSeconds(3.2), process.Age);
        Assert.Equal('T', process.State);
        Assert.Equal("socket:[5]", Assert.Single(process.Files).Target);
    }

    [Fact]
    public void BrokenLine_CostsThatLineAlone()
    {
        EvidenceSnapshot snapshot = new();
        ProcessTableFormat.Read(Encoding.UTF8.GetBytes($"{Head}\n{{\"pid\":7,\n{{\"pid\":8,\"name\":\"runc\"}}\n"), new EvidenceFile("proc", "proc.jsonl"), snapshot);
        Assert.Equal("runc", Assert.Single(snapshot.Processes).Value.Name);
        Assert.Contains("1 line(s)", Assert.Single(snapshot.Gaps).Reason);
    }

    [Fact]
    public void Threads_HaveTheirStackAndSystemCall()
    {
        ProcessEvidence process = Read("""{"pid":7,"threads":[{"tid":9,"state":"D","wchan":"request_wait_answer","syscall":"262 0xffffff9c 0xc000","stack":["[<0>] request_wait_answer+0x1/0x2","[<0>] fuse_simple_request+0x1/0x2"]}]}""");
        ThreadEvidence thread = Assert.Single(process.Threads);
        Assert.Equal(['D'], [thread.State]);
        Assert.Equal(["request_wait_answer", "fuse_simple_request"], thread.KernelStack);
        Assert.Equal([262UL, 0xffffff9c, 0xc000], thread.Syscall);
    }
}
