using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class FindingMatcherTests
{
    private readonly EvidenceSnapshot _snapshot = new();

    [Fact]
    public void AllSigns_Match()
    {
        _snapshot.Logs.Add(Log("a"));
        _snapshot.Logs.Add(Log("b"));

        FindingMatch match = Assert.Single(Match(FindingOf(FindingKind.Known, 1, Sign("a"), Sign("b"))));

        Assert.Equal(FindingCertainty.Matched, match.Certainty);
        Assert.Equal(1, match.Score);
        Assert.Equal(2, match.Matched.Count);
        Assert.Empty(match.Missing);
    }

    [Fact]
    public void HalfTheWeight_ResemblesAndSaysWhatIsMissing()
    {
        _snapshot.Logs.Add(Log("a"));

        FindingMatch match = Assert.Single(Match(FindingOf(FindingKind.Known, 1, Sign("a"), Sign("b"))));

        Assert.Equal(FindingCertainty.Resembles, match.Certainty);
        Assert.Equal(["sign b"], match.Missing);
    }

    [Fact]
    public void LessThanHalf_IsNotOffered()
    {
        _snapshot.Logs.Add(Log("a"));

        Assert.Empty(Match(FindingOf(FindingKind.Known, 1, Sign("a"), Sign("b") with { Weight = 1.1 })));
    }

    [Fact]
    public void ThresholdReached_MatchesWithoutTheRest()
    {
        _snapshot.Logs.Add(Log("a"));

        Assert.Equal(FindingCertainty.Matched, Assert.Single(Match(FindingOf(FindingKind.Known, 0.6, Sign("a") with { Weight = 3 }, Sign("b") with { Weight = 2 }))).Certainty);
    }

    [Fact]
    public void RequiredSignMissing_OnlyResembles()
    {
        _snapshot.Logs.Add(Log("a"));

        FindingMatch match = Assert.Single(Match(FindingOf(FindingKind.Known, 0.5, Sign("a"), Sign("b") with { IsRequired = true })));

        Assert.Equal(FindingCertainty.Resembles, match.Certainty);
    }

    [Theory]
    [InlineData(FindingKind.Generic)]
    [InlineData(FindingKind.Symptom)]
    internal void GenericOrSymptom_IsNeverAResemblance(FindingKind kind)
    {
        _snapshot.Logs.Add(Log("a"));

        Assert.Empty(Match(FindingOf(kind, 1, Sign("a"), Sign("b"))));
    }

    [Fact]
    public void VersionAlone_IsNotOffered()
    {
        _snapshot.Versions["runc"] = "1.0.0-rc93";

        Assert.Empty(Match(FindingOf(FindingKind.Known, 1, new VersionClause { Words = "", Range = new VersionRange("runc", null, "1.0.0"), Weight = 9 }, Sign("a"))));
    }

    [Fact]
    public void RequiredVersionNotTold_IsNotOffered()
    {
        _snapshot.Logs.Add(Log("a"));
        VersionClause version = new() { Words = "", Range = new VersionRange("kernel", "5.4.214", "5.4.219"), IsRequired = true };
        Assert.Empty(Match(FindingOf(FindingKind.Known, 1, version, Sign("a"))));

        _snapshot.Versions["kernel"] = "5.4.217";
        Assert.Equal(FindingCertainty.Matched, Assert.Single(Match(FindingOf(FindingKind.Known, 1, version, Sign("a")))).Certainty);
    }

    [Fact]
    public void VersionOutsideTheAffectedRange_KeepsFromTheVerdict()
    {
        _snapshot.Logs.Add(Log("a"));
        Finding finding = WithVersions(FindingOf(FindingKind.Known, 1, Sign("a")), new VersionRange("systemd", null, "242"));
        Assert.Equal(FindingCertainty.Matched, Assert.Single(Match(finding)).Certainty);

        _snapshot.Versions["systemd"] = "219";
        Assert.Equal(FindingCertainty.Matched, Assert.Single(Match(finding)).Certainty);

        _snapshot.Versions["systemd"] = "252";
        FindingMatch match = Assert.Single(Match(finding));
        Assert.Equal(FindingCertainty.Resembles, match.Certainty);
        Assert.Contains("systemd is 252", Assert.Single(match.Missing));
    }

    [Fact]
    public void VersionInOneOfTwoRanges_IsAffected()
    {
        _snapshot.Logs.Add(Log("a"));
        _snapshot.Versions["containerd"] = "1.7.3";
        Finding finding = WithVersions(
            FindingOf(FindingKind.Known, 1, Sign("a")), new VersionRange("containerd", "1.6.0", "1.6.9"), new VersionRange("containerd", "1.7.0", "1.7.9"));

        Assert.Equal(FindingCertainty.Matched, Assert.Single(Match(finding)).Certainty);
    }

    [Fact]
    public void SignsOfARoot_HoldForOneRootTogether()
    {
        RootFact runc = Root("runc", ["child-exit"]);
        RootFact shim = Root("containerd-shim", ["rpc"]);
        Finding finding = FindingOf(
            FindingKind.Generic, 1, new RootClause { Words = "", Components = ["runc"] }, new RootClause { Words = "", Resources = ["rpc"] });

        Assert.Empty(Match(finding, runc, shim));
    }

    [Fact]
    public void TwoRoots_MatchTwice()
    {
        RootFact first = Root("runc") with { Pid = 1 };
        RootFact second = Root("runc") with { Pid = 2 };

        IReadOnlyList<FindingMatch> matches = Match(FindingOf(FindingKind.Generic, 1, new RootClause { Words = "", Components = ["runc"] }), first, second);

        Assert.Equal([first, second], matches.Select(match => match.Root));
    }

    [Fact]
    public void LogSignWithTwoRoots_NamesTheOneThatFits()
    {
        _snapshot.Logs.Add(Log("a"));
        RootFact systemd = Root("systemd");
        Finding finding = FindingOf(FindingKind.Known, 0.5, Sign("a"), new RootClause { Words = "", Components = ["systemd"] });

        Assert.Equal(systemd, Assert.Single(Match(finding, Root("runc"), systemd)).Root);
        Assert.Null(Assert.Single(Match(finding, Root("runc"), Root("dockerd"))).Root);
    }

    [Fact]
    public void SignOfTheRootsProcess_NamesTheRoot()
    {
        _snapshot.ProcessOf(77).State = 'T';
        RootFact root = Root("containerd") with { Pid = 77 };

        Assert.Equal(root, Assert.Single(Match(FindingOf(FindingKind.Generic, 1, new ProcessClause { Words = "", States = "T" }), Root("runc"), root)).Root);
    }

    [Fact]
    public void Order_IsMatchesBeforeResemblancesAndCausesBeforeSymptoms()
    {
        _snapshot.Logs.Add(Log("a"));
        Finding symptom = FindingOf(FindingKind.Symptom, 1, Sign("a"));
        Finding resembling = FindingOf(FindingKind.Known, 1, Sign("a"), Sign("b"));
        Finding generic = FindingOf(FindingKind.Generic, 1, Sign("a"));
        Finding known = FindingOf(FindingKind.Known, 1, Sign("a"));

        IReadOnlyList<FindingMatch> matches = FindingMatcher.Match(new FindingContext(_snapshot, []), [symptom, resembling, generic, known]);

        Assert.Equal([known, generic, symptom, resembling], matches.Select(match => match.Finding));
    }

    [Fact]
    public void FoundingIncident_SystemdNotAnsweringAlone_IsNotOffered()
    {
        IReadOnlyList<FindingMatch> matches = FindingMatcher.Match(new FindingContext(_snapshot, [SilentSystemd()]));

        Assert.Equal(FindingReasons.SystemdNotAnswering, matches[0].Finding.Reason);
        Assert.DoesNotContain(matches, match => match.Finding.Reason == FindingReasons.SystemdCookieOverflow);
    }

    [Fact]
    public void FoundingIncident_OldSystemd_Resembles()
    {
        _snapshot.Versions["systemd"] = "219";

        IReadOnlyList<FindingMatch> matches = FindingMatcher.Match(new FindingContext(_snapshot, [SilentSystemd()]));

        Assert.Equal(FindingReasons.SystemdNotAnswering, matches[0].Finding.Reason);
        FindingMatch cookie = Assert.Single(matches, match => match.Finding.Reason == FindingReasons.SystemdCookieOverflow);
        Assert.Equal(FindingCertainty.Resembles, cookie.Certainty);
        Assert.Contains("Operation not supported", Assert.Single(cookie.Missing));
    }

    private static RootFact SilentSystemd() => Root("systemd", ["mutex", "rpc", "child-exit", "dbus-reply"], ["not-answering"], ["kubelet", "dockerd", "runc", "systemd"]);

    [Fact]
    public void FoundingIncident_WithTheLogLine_Matches()
    {
        RootFact systemd = Root("systemd", ["dbus-reply"], ["not-answering"]);
        _snapshot.Logs.Add(Log("systemd-release-not-supported", "Failed to propagate agent release message: Operation not supported"));

        FindingMatch first = FindingMatcher.Match(new FindingContext(_snapshot, [systemd]))[0];

        Assert.Equal(FindingReasons.SystemdCookieOverflow, first.Finding.Reason);
        Assert.Equal(FindingCertainty.Matched, first.Certainty);
        Assert.Equal(RemediationAction.SystemdReexec, first.Finding.Step.Action);
    }

    /// <summary>Roots as the graph finds them in the lab's wedges, and the finding that must be said first.</summary>
    [Theory]
    [InlineData("systemd", "dbus-reply", "not-answering", "SystemdNotAnswering")]
    [InlineData("dbus-daemon", "unix-socket", "stopped", "ProcessStopped")]
    [InlineData("containerd-shim", "rpc", "stopped", "ProcessStopped")]
    [InlineData("containerd", "rpc", "not-answering", "ContainerdNotAnswering")]
    [InlineData("runc", "child-exit", "not-returning", "RuncNotReturning")]
    [InlineData("wrap", "child-exit", "runtime-wrapper", "RuntimeWrapperNotReturning")]
    [InlineData("runc", "child-exit", "runtime-wrapper", "RuntimeWrapperNotReturning")]
    [InlineData("mutefs", "mount", "filesystem-server", "FilesystemServerNotAnswering")]
    [InlineData("kernel", "mount", "dead-mount", "MountNotAnswering")]
    [InlineData("dockerd", "mutex", "lock-leaked", "LockLeaked")]
    [InlineData("dockerd", "mutex", "self-deadlock", "SelfDeadlock")]
    [InlineData("runc", "child-exit", "uninterruptible", "UninterruptibleTask")]
    [InlineData("runc", "child-exit", "pipe-not-read", "PipeNotRead")]
    public void RootAlone_GivesTheMostTellingGenericFinding(string component, string resource, string rule, string reason)
    {
        RootFact root = Root(component, ["mutex", resource], [rule]);

        FindingMatch first = FindingMatcher.Match(new FindingContext(_snapshot, [root]))[0];

        Assert.Equal(reason, first.Finding.Reason);
        Assert.Equal(root, first.Root);
    }

    [Fact]
    public void EmptyEvidence_FindsNothing() => Assert.Empty(FindingMatcher.Match(new FindingContext(_snapshot, [])));

    private static LogClause Sign(string kind) => new() { Words = $"sign {kind}", LogKinds = [kind] };

    private static Finding WithVersions(Finding finding, params VersionRange[] ranges) => new()
    {
        Reason = finding.Reason,
        Kind = finding.Kind,
        Severity = finding.Severity,
        Title = finding.Title,
        State = finding.State,
        Component = finding.Component,
        Signature = finding.Signature,
        Versions = new FindingVersions("Some.", ranges),
        Cause = finding.Cause,
        Cure = finding.Cure,
        Step = finding.Step,
    };

    private IReadOnlyList<FindingMatch> Match(Finding finding, params RootFact[] roots) =>
        FindingMatcher.Match(new FindingContext(_snapshot, roots), [finding]);
}
