using System.Text.Json;

namespace Unknot.Lab.Tests;

/// <summary>What a wedged node's bundle says elsewhere is what the node itself said.</summary>
public sealed class CollectTests
{
    [Fact]
    public void Bundle_OfAWedgedNode_GivesTheSameRootElsewhere()
    {
        using LabNode node = LabNode.Up("collect");
        Dictionary<string, string> facts = node.Wedge("systemd-stopped");
        LabReport there = node.Diagnose("--save", "/opt/unknot/node.tgz");
        (int code, string output, string error) = node.RunElsewhere("/opt/unknot/node.tgz");
        node.Unwedge("systemd-stopped");
        Assert.True(code == 1, $"exit code {code}: {error}{output}");
        JsonElement here = JsonDocument.Parse(output).RootElement;
        Assert.Equal(facts["root_pid"], here.GetProperty("rootBlockers")[0].GetProperty("pid").ToString());
        foreach (string part in (string[])["verdict", "rootBlockers", "findings", "remediation", "gaps"]) Assert.Equal(WithoutEvidence(there.Json.GetProperty(part)), WithoutEvidence(here.GetProperty(part)));
    }

    // Evidence stands at another path there: the ids and places differ, nothing else may.
    private static string WithoutEvidence(JsonElement part) => System.Text.RegularExpressions.Regex.Replace(part.GetRawText(), "\"evidence\":\\s*\\[[^\\]]*\\]|\\s+", "");
}
