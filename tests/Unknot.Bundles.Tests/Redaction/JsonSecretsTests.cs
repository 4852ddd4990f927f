using System.Text.Json;

namespace Unknot.Bundles.Tests.Redaction;

public sealed class JsonSecretsTests
{
    [Theory]
    [InlineData("""{"Config":{"Env":["PATH=/bin","DB=hunter2"],"Cmd":["a"]}}""", """{"Config":{"Env":["PATH=<redacted:env>","DB=<redacted:env>"],"Cmd":["a"]}}""")]
    [InlineData("""{"envs":[{"key":"A","value":"hunter2"}],"value":"x"}""", """{"envs":[{"key":"A","value":"<redacted:env>"}],"value":"x"}""")]
    [InlineData("""{"env":[{"name":"A","value":"hunter2","valueFrom":{"fieldRef":{"fieldPath":"x"}}}]}""", """{"env":[{"name":"A","value":"<redacted:env>","valueFrom":{"fieldRef":{"fieldPath":"x"}}}]}""")]
    [InlineData("""{"env":{"A":"hunter2"}}""", """{"env":{"A":"<redacted:env>"}}""")]
    [InlineData("""{"Args":["--password","hunter2","--user","me"]}""", """{"Args":["--password","<redacted:password>","--user","me"]}""")]
    [InlineData("""{"arguments":["mysql","-phunter2"]}""", """{"arguments":["mysql","-p<redacted:password>"]}""")]
    [InlineData("""["sh","-c","mysql -phunter2 x"]""", """["sh","-c","mysql -p<redacted:password> x"]""")]
    [InlineData("""{"auths":{"reg":{"auth":"abc","identitytoken":"def"}}}""", """{"auths":{"reg":{"auth":"<redacted:registry>","identitytoken":"<redacted:registry>"}}}""")]
    [InlineData("""{"https://me:hunter2@reg":1}""", """{"https://me:<redacted:url>@reg":1}""")]
    [InlineData("""{"password":"a\"b"}""", """{"password":"<redacted:password>"}""")]
    [InlineData("""{"x":"say \"password=a\\b\" ü"}""", """{"x":"say \"password=<redacted:password>\\b\" ü"}""")]
    [InlineData("""{"info":"{\"config\":{\"envs\":[{\"key\":\"A\",\"value\":\"hunter2\"}]}}"}""", """{"info":"{\"config\":{\"envs\":[{\"key\":\"A\",\"value\":\"<redacted:env>\"}]}}"}""")]
    [InlineData("""{"maxToken":5,"secret":{"secretName":"x"},"token":null,"automountServiceAccountToken":"false"}""", """{"maxToken":5,"secret":{"secretName":"x"},"token":null,"automountServiceAccountToken":"false"}""")]
    public void Json_IsReplacedByKey(string json, string expected)
    {
        string redacted = Redacted.Of(json);
        Assert.Equal(expected, redacted);
        JsonDocument.Parse(redacted);
    }

    [Fact]
    public void JsonLines_AreEachGoneThrough()
    {
        string redacted = Redacted.Of("{\"schemaVersion\":\"unknot.dev/processes/v1\"}\n{\"pid\":1,\"arguments\":[\"x\",\"--token\",\"abc\"]}\n{\"pid\":2,\"arguments\":[\"--token=abc\"]}\n");
        Assert.Equal("{\"schemaVersion\":\"unknot.dev/processes/v1\"}\n{\"pid\":1,\"arguments\":[\"x\",\"--token\",\"<redacted:token>\"]}\n{\"pid\":2,\"arguments\":[\"--token=<redacted:token>\"]}\n", redacted);
    }

    [Fact]
    public void JsonAmongLinesOfText_IsGoneThroughToo()
    {
        string redacted = Redacted.Of("started\n{\"Env\":[\"A=hunter2\"]}\n[  12.3] kernel: x\n{\"Env\":[\"A=hunter3\"]\nbroken password=x\n{\"Env\":[\"A=hunter4\"]}");
        Assert.Equal("started\n{\"Env\":[\"A=<redacted:env>\"]}\n[  12.3] kernel: x\n{\"Env\":[\"A=<redacted:env>\"]\nbroken password=<redacted:password>\n{\"Env\":[\"A=<redacted:env>\"]}", redacted);
    }

    [Theory]
    [InlineData("{\"password\":\"hunter2")]
    [InlineData("{\"a\":\"\\ud800\",\"password\":\"hunter2\"}")]
    public void BrokenJson_StillLosesItsSecrets(string json) => Assert.DoesNotContain("hunter2", Redacted.Of(json));

    [Fact]
    public void DeeperThanTheLimit_StillLosesItsSecrets()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 400)) + "{\"password\":\"hunter2\"}" + new string('}', 400);
        Assert.DoesNotContain("hunter2", Redacted.Of(deep));
    }
}
