extern alias generator;

using generator::Unknot.FindingsGenerator;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class FindingsGeneratorTests
{
    private const string Good =
        """
        - reason: ExampleFinding
          kind: known
          severity: critical
          state: settled
          component: runc
          title: An example.
          signature:
            - log: example-kind
              required: true
            - process: { component: runc, minAgeSeconds: 60 }
              weight: 2
              words: a runc is old
          versions:
            words: runc before 1.1.
            affected:
              - { component: runc, before: '1.1' }
          cause: Because "of" \this.
          cure: Do that.
          step:
            action: EndRunc
            target: that runc
            command: kill {pid}
            impact: One container is made again.
          references:
            - https://github.com/opencontainers/runc/issues/1
          cases: [1, 2]

        """;

    [Fact]
    public void GoodSource_BecomesCodeAndManual()
    {
        GeneratedFiles files = GeneratedFiles.From(Good);

        Assert.Empty(files.Problems);
        string code = files.Contents["src/Unknot.Diagnosis/Findings/FindingCatalog.g.cs"];
        Assert.Contains("new LogClause { Words = \"a log line of the kind example-kind\", LogKinds = [\"example-kind\"], IsRequired = true },", code);
        Assert.Contains("new ProcessClause { Words = \"a runc is old\", Component = \"runc\", MinAgeSeconds = 60, Weight = 2 },", code);
        Assert.Contains("new VersionRange(\"runc\", null, \"1.1\")", code);
        Assert.Contains("Cause = \"Because \\\"of\\\" \\\\this.\",", code);
        Assert.Contains("Cases = [1, 2],", code);
        string manual = files.Contents["docs/findings.md"];
        Assert.Contains("## ExampleFinding", manual);
        Assert.Contains("[opencontainers/runc#1](https://github.com/opencontainers/runc/issues/1)", manual);
    }

    /// <summary>One wrong thing each: the text that is replaced, what stands there instead, the line of the problem, and a part of what is said.</summary>
    [Theory]
    [InlineData("reason: ExampleFinding", "reason: exampleFinding", 1, "not PascalCase")]
    [InlineData("kind: known", "kind: rumour", 2, "none of Known")]
    [InlineData("severity: critical", "severity: 1x", 3, "none of Critical")]
    [InlineData("component: runc\n  title", "component: runk\n  title", 5, "none of kubelet")]
    [InlineData("title: An example.", "titel: An example.", 6, "unknown key 'titel'")]
    [InlineData("title: An example.", "title: An example", 6, "full stop")]
    [InlineData("log: example-kind", "lock: example-kind", 8, "a clause has one of")]
    [InlineData("minAgeSeconds: 60", "minAge: 60", 10, "unknown key 'minAge'")]
    [InlineData("minAgeSeconds: 60", "minAgeSeconds: old", 10, "not a number")]
    [InlineData("required: true", "required: yes please", 9, "neither true nor false")]
    [InlineData("before: '1.1'", "before: later", 16, "not a version")]
    [InlineData("before: '1.1'", "from: '2', before: '1.1'", 16, "is not before")]
    [InlineData("action: EndRunc", "action: EndWorld", 20, "none of Wait")]
    [InlineData("https://github.com", "http://github.com", 24, "not an https address")]
    [InlineData("https://github.com/opencontainers/runc/issues/1", "runc issue 1", 24, "not an https address")]
    [InlineData("cases: [1, 2]", "cases: [one]", 26, "not the number of a case")]
    public void WrongSource_IsReportedWithItsLine(string good, string bad, int line, string text)
    {
        Assert.Contains(good, Good);

        GeneratedFiles files = GeneratedFiles.From(Good.Replace(good, bad));

        Assert.Contains(files.Problems, problem => problem.Text.Contains(text, StringComparison.Ordinal) && Math.Abs(problem.Line - line) <= 1);
        Assert.Empty(files.Contents);
    }

    [Theory]
    [InlineData("  title: An example.\n", "'title' is missing")]
    [InlineData("    impact: One container is made again.\n", "'impact' is missing")]
    [InlineData("  references:\n    - https://github.com/opencontainers/runc/issues/1\n", "needs a reference")]
    public void MissingField_IsReported(string removed, string text) =>
        Assert.Contains(GeneratedFiles.From(Good.Replace(removed, "")).Problems, problem => problem.Text.Contains(text, StringComparison.Ordinal));

    [Fact]
    public void SameReasonTwice_IsReported() =>
        Assert.Contains(GeneratedFiles.From(Good + Good).Problems, problem => problem.Text.Contains("stands in line 1 already", StringComparison.Ordinal));

    [Theory]
    [InlineData("root: { rule: [stoped] }", "none of stopped")]
    [InlineData("root: { resource: [dbus] }", "none of mutex")]
    [InlineData("root: { }", "needs 'component', 'resource' or 'rule'")]
    [InlineData("chain: { components: [runk] }", "none of kubelet")]
    [InlineData("stack: { component: runc }", "'functions' is missing")]
    [InlineData("freezer: COLD", "none of FROZEN")]
    [InlineData("unit: { }", "needs 'name', 'active' or 'minLoaded'")]
    [InlineData("metric: { series: x }", "needs one of")]
    [InlineData("condition: { type: Ready, status: [Maybe] }", "none of True")]
    public void WrongClause_IsReported(string clause, string text) =>
        Assert.Contains(
            GeneratedFiles.From(Good.Replace("log: example-kind", clause)).Problems, problem => problem.Text.Contains(text, StringComparison.Ordinal));

    [Fact]
    public void NoYaml_IsReported()
    {
        Assert.Single(GeneratedFiles.From("- a: [").Problems);
        Assert.Single(GeneratedFiles.From("a: b").Problems);
        Assert.Single(GeneratedFiles.From("").Problems);
    }
}
