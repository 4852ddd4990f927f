using System.Text;

namespace Unknot.Bundles.Redaction;

/// <summary>Names and placeholders of the kinds.</summary>
internal static class SecretKinds
{
    private static readonly byte[][] s_placeholders = [.. Enum.GetValues<SecretKind>().Select(k => Encoding.UTF8.GetBytes($"<redacted:{k.Word()}>"))];

    /// <summary>How every placeholder begins; text that begins so has been replaced already.</summary>
    public static ReadOnlySpan<byte> Beginning => "<redacted:"u8;

    /// <summary>The kind as placeholders and the manifest spell it.</summary>
    public static string Word(this SecretKind kind) => kind switch
    {
        SecretKind.Env => "env",
        SecretKind.Password => "password",
        SecretKind.Token => "token",
        SecretKind.Jwt => "jwt",
        SecretKind.Registry => "registry",
        SecretKind.Authorization => "authorization",
        SecretKind.Url => "url",
        SecretKind.PrivateKey => "private-key",
        SecretKind.AwsKey => "aws-key",
        _ => "bootstrap-token",
    };

    /// <summary>What stands in the secret's place.</summary>
    public static ReadOnlyMemory<byte> Placeholder(this SecretKind kind) => s_placeholders[(int)kind];
}
