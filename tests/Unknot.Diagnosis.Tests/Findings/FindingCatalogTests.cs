extern alias generator;

using System.Text.RegularExpressions;
using generator::Unknot.FindingsGenerator;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Waits;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed partial class FindingCatalogTests
{
    [Fact]
    public void CommittedFiles_AreWhatTheSourceGives()
    {
        GeneratedFiles files = GeneratedFiles.From(File.ReadAllText(Path.Combine(RepositoryRoot, GeneratedFiles.SourcePath)));

        Assert.Empty(files.Problems);
        foreach ((string path, string content) in files.Contents)
        {
            string committed = File.ReadAllText(Path.Combine(RepositoryRoot, path)).Replace("\r\n", "\n");
            Assert.True(committed == content, $"{path} is not what findings.yaml gives: run tools/findings and commit");
        }

        Assert.Equal(FindingCatalog.All.Count, files.FindingCount);
    }

    [Fact]
    public void Reasons_AreUniqueAndPascalCase()
    {
        Assert.Equal(FindingCatalog.All.Count, FindingCatalog.All.Select(finding => finding.Reason.ToUpperInvariant()).Distinct().Count());
        Assert.All(FindingCatalog.All, finding => Assert.Matches(PascalCase(), finding.Reason));
    }

    [Fact]
    public void FoundingIncident_StandsFirst() => Assert.Equal("SystemdCookieOverflow", FindingCatalog.All[0].Reason);

    [Fact]
    public void EveryFinding_HasAReferenceOrIsMarkedOurOwn() =>
        Assert.All(FindingCatalog.All, finding => Assert.True(finding.References.Count > 0 || finding.IsInferred, finding.Reason));

    [Fact]
    public void EveryLogKind_IsOneOfLogPatterns()
    {
        IEnumerable<string> kinds = FindingCatalog.All.SelectMany(finding => finding.Signature.Clauses).OfType<LogClause>().SelectMany(clause => clause.LogKinds);

        Assert.Empty(kinds.Except(LogPatterns.Kinds));
    }

    [Fact]
    public void ResourceKinds_AreThoseOfTheGraph() =>
        Assert.Equal(Enum.GetValues<ResourceKind>().Select(Kinds.Name).Order(), FindingVocabulary.ResourceKinds.Order());

    [Fact]
    public void EveryFinding_CanBeReached()
    {
        Assert.All(FindingCatalog.All, finding =>
        {
            double required = finding.Signature.Clauses.Where(clause => clause.IsRequired).Sum(clause => clause.Weight);
            Assert.True(finding.Signature.Weight >= finding.Signature.Threshold, finding.Reason);
            Assert.True(finding.Signs.All(sign => sign.Length > 10), finding.Reason);
            Assert.True(required <= finding.Signature.Weight, finding.Reason);
        });
    }

    /// <summary>One sign alone must never make a cause the verdict unless it is a required one: it was put down as proof.</summary>
    [Fact]
    public void KnownCause_IsNotMatchedByOneUnrequiredSignOfSeveral()
    {
        string[] proofs = ["RuncLeftCgroupFrozen", "NetworkNamespaceNotFreed", "SyncOnSlowDiskUnderLock", "KubeletDeadHttp2Connection"];
        IEnumerable<string> loose =
            from finding in FindingCatalog.All
            where finding.Kind == FindingKind.Known && finding.Signature.Clauses.Count > 1
            where finding.Signature.Clauses.All(clause => !clause.IsRequired)
            where finding.Signature.Clauses.Any(clause => clause.Weight >= finding.Signature.Threshold * finding.Signature.Weight)
            select finding.Reason;

        Assert.Empty(loose.Except(proofs));
    }

    [Theory]
    [InlineData("systemdcookieoverflow", true)]
    [InlineData("NoSuchFinding", false)]
    public void TryGet_IgnoresCase(string reason, bool expected)
    {
        Assert.Equal(expected, FindingCatalog.TryGet(reason, out Finding? finding));
        Assert.Equal(expected, finding is not null);
    }

    [GeneratedRegex("^([A-Z][a-z0-9]+)+$")]
    private static partial Regex PascalCase();
}
