using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Fuzz;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Tests;

/// <summary>A little of what <c>tests/fuzz</c> does, each time; docs/fuzzing.md tells of the long run.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void MutatedBundles_AreDiagnosedAndPrinted()
    {
        FuzzTarget bundles = new("diagnose");
        for (int i = 0; i < 250; i++) bundles.Run(1, i);
    }

    [Fact]
    public void WaitLongerThanTheCalendar_HasNoBeginning()
    {
        byte[] text = "goroutine 1 [running]:\nmain.main()\n\t/x.go:1 +0x1\n\ngoroutine 2 [chan send, 2147483647 minutes]:\nmain.f()\n\t/x.go:1 +0x1\ncreated by main.main\n\t/x.go:2 +0x1\n"u8.ToArray();
        EvidenceSnapshot snapshot = new();
        EvidenceFile file = new("goroutine-dump", "a");
        DateTimeOffset time = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        snapshot.Files.Add(file);
        snapshot.Dumps.Add(new DumpEvidence(GoroutineDumpParser.Parse(text).Dumps[0], "dockerd", 7, null, time, new Provenance(file, 1)));
        ReportWaiter waiter = Assert.Single(Diagnoser.Diagnose(snapshot).Waiters, w => w.Goroutine == 2);
        Assert.Null(waiter.WaitingSince);
        Assert.True(waiter.WaitingAtLeast > 1e11);
    }
}
