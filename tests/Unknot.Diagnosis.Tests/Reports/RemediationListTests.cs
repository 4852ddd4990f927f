using Unknot.Diagnosis.Reports;

namespace Unknot.Diagnosis.Tests.Reports;

public sealed class RemediationListTests
{
    private static ReportStep First(string commandLine)
    {
        Report report = SampleNodes.Knotted().Process(50, 1, commandLine).Report();
        Assert.Equal("systemd", report.RootBlockers[0].Component);
        return report.Remediation.Steps[0];
    }

    [Fact]
    public void StandInForSystemd_IsNotReexecuted()
    {
        ReportStep step = First("/opt/standin --bus system");
        Assert.DoesNotContain("daemon-reexec", step.Command);
        Assert.Contains("standin (pid 50)", step.Target);
    }

    [Theory]
    [InlineData("/usr/lib/systemd/systemd --system")]
    [InlineData("/sbin/init")]
    public void SystemdOfAnotherPidNamespace_IsReexecuted(string commandLine) => Assert.Equal("systemctl daemon-reexec", First(commandLine).Command);
}
