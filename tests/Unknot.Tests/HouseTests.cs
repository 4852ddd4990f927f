using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Unknot.Diagnosis.Findings;

namespace Unknot.Tests;

/// <summary>The rules that keep the house straight; ARCHITECTURE.md has the picture.</summary>
public sealed class HouseTests
{
    /// <summary>What each project may refer to. An arrow more is a decision: write an ADR first.</summary>
    private static readonly Dictionary<string, string[]> s_picture = new()
    {
        ["Unknot.Go"] = [],
        ["Unknot.Diagnosis"] = ["Unknot.Go"],
        ["Unknot.Bundles"] = ["Unknot.Diagnosis"],
        ["Unknot.Node"] = ["Unknot.Bundles"],
        ["Unknot"] = ["Unknot.Bundles", "Unknot.Node"],
    };

    private static IEnumerable<string> SourceProjects => Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories);

    [Fact]
    public void ProjectReferences_EqualThePicture()
    {
        Dictionary<string, string[]> found = SourceProjects.ToDictionary(
            p => Path.GetFileNameWithoutExtension(p),
            p => Values(p, "ProjectReference", "Include").Select(i => Path.GetFileNameWithoutExtension(i.Replace('\\', '/'))).Order().ToArray());
        Assert.Equal(s_picture.Keys.Order(), found.Keys.Order());
        Assert.All(s_picture, p => Assert.Equal(p.Value, found[p.Key]));
    }

    [Theory]
    [InlineData("Unknot.Go")]
    [InlineData("Unknot.Diagnosis")]
    public void PureProject_HasTheBannedApiAnalyzerOnAndNowhereOff(string project)
    {
        XDocument file = XDocument.Load(Repository.PathOf("src", project, project + ".csproj"));
        Assert.Equal("true", file.Descendants("UnknotPure").Single().Value);
        Assert.Equal("true", file.Descendants("UnknotLibrary").Single().Value);
        Assert.Empty(file.Descendants("NoWarn"));
        Assert.All(Sources(project), s => Assert.DoesNotContain("disable RS0030", File.ReadAllText(s)));
    }

    [Fact]
    public void SourceFiles_AreNotOver400Lines()
    {
        string[] written = [.. Sources("").Where(s => !s.EndsWith(".g.cs", StringComparison.Ordinal))];
        Assert.All(written, s => Assert.InRange(File.ReadLines(s).Count(), 1, 400));
    }

    [Fact]
    public void SourceFiles_AreNotNamedAfterNoSubject()
    {
        Regex empty = new("(Utils?|Helpers?|Common|Manager|Base)$");
        Assert.All(Sources(""), s => Assert.DoesNotMatch(empty, Path.GetFileNameWithoutExtension(s)));
    }

    [Fact]
    public void PackageVersions_StandInOnePlace()
    {
        IEnumerable<string> projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(p => !p.Contains("artifacts", StringComparison.Ordinal));
        Assert.All(projects, p => Assert.Empty(Values(p, "PackageReference", "Version").Concat(Values(p, "PackageReference", "VersionOverride"))));
    }

    [Fact]
    public void EverySourceProject_HasItsTestsAndIsInTheSolution()
    {
        string solution = File.ReadAllText(Repository.PathOf("Unknot.slnx"));
        Assert.All(s_picture.Keys, p =>
        {
            Assert.Contains($"src/{p}/{p}.csproj", solution);
            Assert.Contains($"/{p}.Tests/{p}.Tests.csproj", solution);
        });
    }

    [Fact]
    public void TrackedFiles_NameNoPathOfTheMachineTheyWereWrittenOn()
    {
        // Put together here so that this file does not contain them itself.
        Regex paths = new("(?<![A-Za-z0-9_.-])/(wo" + "rk/(main|shared|wt)|tmp/bri" + "ef)\\b");
        string[] files = TrackedFiles();
        if (files.Length == 0) Assert.Skip("no git repository here (an exported source tree)");
        string[] naming = [.. files.Where(f => File.Exists(f) && new FileInfo(f).Length < 4 << 20 && paths.IsMatch(File.ReadAllText(f)))];
        Assert.Empty(naming);
    }

    [Fact]
    public void RootReasonOfARule_IsInTheCatalogue()
    {
        // Words of two parts between quotes, on the lines that give a reason or tell one from another.
        Regex words = new("\"([A-Z][a-z]+(?:[A-Z][a-z]+)+)\""), lines = new("Stuck\\(|reason|=> [\"\\[]", RegexOptions.IgnoreCase);
        string[] reasons = [.. Sources("Unknot.Diagnosis").Where(s => s.Contains("Waits", StringComparison.Ordinal) || s.Contains("Roots", StringComparison.Ordinal)).SelectMany(File.ReadLines)
            .Where(line => lines.IsMatch(line)).SelectMany(line => words.Matches(line).Select(m => m.Groups[1].Value)).Distinct()];
        Assert.Contains("SystemdNotAnswering", reasons);
        Assert.Contains("ShimStopped", reasons);
        Assert.Contains("RuncNotReturning", reasons);
        Assert.All(reasons, r => Assert.True(FindingCatalog.TryGet(r, out _), r));
    }

    [Fact]
    public void WaitRule_IsApplied()
    {
        string list = File.ReadAllText(Repository.PathOf("src", "Unknot.Diagnosis", "Waits", "WaitRules.cs"));
        Regex rule = new(@"class (\w+)(?:\([^)]*\))? *: *IWaitRule");
        string[] rules = [.. Sources("Unknot.Diagnosis").SelectMany(s => rule.Matches(File.ReadAllText(s)).Select(m => m.Groups[1].Value))];
        Assert.True(rules.Length >= 19);
        Assert.All(rules, r => Assert.Contains($"new {r}(", list));
    }

    private static IEnumerable<string> Sources(string project) => Directory.EnumerateFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> Values(string project, string element, string attribute) =>
        XDocument.Load(project).Descendants(element).Select(e => e.Attribute(attribute)?.Value).OfType<string>();

    private static string[] TrackedFiles()
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "ls-files", "-z"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string[] names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. names.Select(n => Repository.PathOf(n))] : [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }
}
