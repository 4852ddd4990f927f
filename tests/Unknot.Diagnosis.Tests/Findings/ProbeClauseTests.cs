using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Formats.Node;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class ProbeClauseTests
{
    private static readonly ProbeClause s_clause = new() { Words = "", Component = Components.Systemd, Call = "Manager.Version", Outcome = "answered", Value = "cookie", Above = 3_221_225_472 };

    [Fact]
    public void ProbeWithAllConditions_IsFoundWithItsPlace()
    {
        ClauseHit? hit = Find(s_clause, Asked("3221225473"));

        Assert.Equal((1, "systemd (1) was asked for Manager.Version: answered after 2 ms, cookie 3221225473"), (hit!.Pid!.Value, hit.Text));
        Assert.Equal(2, Assert.Single(hit.Origins).Line);
    }

    [Theory]
    [InlineData("3221225472", "answered", "Manager.Version")]
    [InlineData("many", "answered", "Manager.Version")]
    [InlineData("4000000000", "timedOut", "Manager.Version")]
    [InlineData("4000000000", "answered", "Ping")]
    public void OneConditionNotFulfilled_IsNotFound(string cookie, string outcome, string call) => Assert.Null(Find(s_clause, Asked(cookie, outcome, call)));

    [Fact]
    public void CookieNearItsLimit_IsAWarningAndNotTheVerdict()
    {
        FindingMatch match = Assert.Single(FindingMatcher.Match(new FindingContext(Asked("4200000000"), [])), m => m.Finding.Reason == "SystemdCookieNearLimit");

        Assert.Equal((FindingCertainty.Matched, FindingSeverity.Warning, FindingKind.Symptom), (match.Certainty, match.Finding.Severity, match.Finding.Kind));
    }

    [Theory]
    [InlineData("100", "219")]
    [InlineData("4200000000", "252.39-1~deb12u1")]
    public void CookieFarFromItsLimitOrSystemdWithTheChange_IsNone(string cookie, string version) =>
        Assert.DoesNotContain(FindingMatcher.Match(new FindingContext(Asked(cookie, version: version), [])), m => m.Finding.Reason == "SystemdCookieNearLimit");

    private static EvidenceSnapshot Asked(string cookie, string outcome = "answered", string call = "Manager.Version", string version = "219")
    {
        EvidenceSnapshot snapshot = new();
        string line = $$$"""
            {"schemaVersion":"unknot.dev/probes/v1"}
            {"component":"systemd","pid":1,"call":"{{{call}}}","outcome":"{{{outcome}}}","seconds":0.002,"values":{"version":"{{{version}}}","cookie":"{{{cookie}}}"}}

            """;
        ProbeFormat.Read(Encoding.UTF8.GetBytes(line), new EvidenceFile("probes", "bus/probes.jsonl"), snapshot);
        return snapshot;
    }
}
