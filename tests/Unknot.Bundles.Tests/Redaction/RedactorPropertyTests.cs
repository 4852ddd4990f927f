using System.Text.Json;
using CsCheck;
using Unknot.Bundles.Redaction;

namespace Unknot.Bundles.Tests.Redaction;

public sealed class RedactorPropertyTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        "password", "token", "secret=", ": ", "=", "\"", "'", " ", "\n", "{", "}", "[", "]", ",", ":", "\\", "\\\"", "://", "@", "user:pw", "eyJ", ".", "-----BEGIN ", "PRIVATE KEY-----",
        "-----END ", "AKIA", "bearer ", "Authorization", "mysql ", "-p", "-pX ", "login ", "env", "\"env\":[\"A=b\"]", "kubeadm ", "abcdef.0123456789abcdef", "é", "\u0000", "x", "0123456789abcdef0123456789", "true", "null", "1");

    private static readonly Gen<string> Soup = Pieces.Array[0, 60].Select(p => string.Concat(p));

    private static readonly Gen<string> Plain = Gen.Char["abcdefghijkmnopqrstuvwxyz0123456789"].Array[12, 30].Select(c => "Zq" + new string(c));

    [Fact]
    public void AnyText_IsGoneThroughWithoutAnException_AndTwiceIsAsOnce() => Soup.Sample(text =>
    {
        string once = Redacted.Of(text);
        // What was replaced is not replaced again with something else, whatever new neighbours it has.
        string twice = Redacted.Of(once);
        Assert.Equal(Redacted.Of(twice), twice);
    }, iter: 3_000);

    [Fact]
    public void AnyBytes_AreGoneThroughWithoutAnException() => Gen.Byte.Array[0, 300].Sample(bytes => new Redactor().Redact(bytes), iter: 2_000);

    [Fact]
    public void SecretInAnyPlace_IsGone() => Gen.Select(Plain, Soup, Soup, Gen.OneOf("password=", "--token ", "\npassword: ", "X_SECRET=", "https://u:", "\nAuthorization: Bearer ")).Sample((secret, before, after, key) =>
    {
        // Braces and quotes before it may make it JSON or a quotation that ends elsewhere: the key then has no such meaning.
        string clean = before.Replace("\\", "").Replace("\"", "").Replace("'", "").Replace("{", "").Replace("[", "").Replace("-----BEGIN ", "");
        string text = $"{clean} \n{key}{secret}{(key.StartsWith("https", StringComparison.Ordinal) ? "@h/" : "")}\n{after}";
        Assert.DoesNotContain(secret, Redacted.Of(text));
    }, iter: 3_000);

    [Fact]
    public void Json_StaysJsonOfTheSameShape() => Gen.Select(Gen.OneOf("a", "password", "env", "Env", "envs", "value", "auth", "args").Array[1, 6], Soup.Array[1, 6]).Sample((keys, values) =>
    {
        string json = JsonSerializer.Serialize(keys.Select((k, i) => new Dictionary<string, object> { [k] = values, ["x" + k] = values[i % values.Length], ["n"] = i }));
        using JsonDocument before = JsonDocument.Parse(json), after = JsonDocument.Parse(Redacted.Of(json));
        Assert.Equal(Shape(before.RootElement), Shape(after.RootElement));
    }, iter: 1_000);

    [Fact]
    public void IdsAndAddresses_Stay() => Gen.Select(Gen.Char["0123456789abcdef"].Array[64].Select(c => new string(c)), Gen.ULong, Gen.Guid).Sample((id, address, uid) =>
    {
        string text = $"goroutine 1 [select]:\nmain.f({{0x{address:x}?, 0x2}})\n\t/a/token.go:12 +0x{address & 0xfff:x}\n-id {id} pod{uid} image@sha256:{id} token.(*T).get(0x{address:x})\n{{\"Id\":\"{id}\",\"uid\":\"{uid}\"}}\n";
        Assert.Equal(text, Redacted.Of(text));
    });

    private static string Shape(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject().Select(p => Shape(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", element.EnumerateArray().Select(Shape)) + "]",
        JsonValueKind.String => "s",
        _ => element.GetRawText(),
    };
}
