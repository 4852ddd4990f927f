namespace Unknot.Bundles.Redaction;

/// <summary>Tells by the name of a key, option or variable that its value is a secret.</summary>
internal static class SecretKeys
{
    private const int MaxLength = 64;

    // Ends of names in lower case without - _ and dots: SECRET_ACCESS_KEY, secretAccessKey and secret-access-key are one.
    private static readonly (byte[] End, SecretKind Kind)[] s_ends =
    [
        ("identitytoken"u8.ToArray(), SecretKind.Registry),
        ("registrytoken"u8.ToArray(), SecretKind.Registry),
        ("registryauth"u8.ToArray(), SecretKind.Registry),
        ("registryconfig"u8.ToArray(), SecretKind.Registry),
        ("dockerconfigjson"u8.ToArray(), SecretKind.Registry),
        ("authorization"u8.ToArray(), SecretKind.Authorization),
        ("password"u8.ToArray(), SecretKind.Password),
        ("passwd"u8.ToArray(), SecretKind.Password),
        ("passphrase"u8.ToArray(), SecretKind.Password),
        ("token"u8.ToArray(), SecretKind.Token),
        ("secret"u8.ToArray(), SecretKind.Token),
        ("secretkey"u8.ToArray(), SecretKind.Token),
        ("accesskey"u8.ToArray(), SecretKind.Token),
        ("apikey"u8.ToArray(), SecretKind.Token),
        ("privatekey"u8.ToArray(), SecretKind.PrivateKey),
        ("clientkeydata"u8.ToArray(), SecretKind.PrivateKey),
        ("credential"u8.ToArray(), SecretKind.Token),
        ("credentials"u8.ToArray(), SecretKind.Token),
    ];

    /// <summary>What the value is; null for a name that says nothing.</summary>
    /// <param name="name">The name, with or without the dashes of an option.</param>
    public static SecretKind? KindOf(ReadOnlySpan<byte> name)
    {
        Span<byte> plain = stackalloc byte[MaxLength];
        int length = 0;
        foreach (byte b in name[Math.Max(0, name.Length - MaxLength)..])
        {
            if (b is not ((byte)'-' or (byte)'_' or (byte)'.')) plain[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        plain = plain[..length];
        foreach ((byte[] end, SecretKind kind) in s_ends)
        {
            if (plain.EndsWith(end)) return kind;
        }

        // PWD and OLDPWD are folders.
        return plain.EndsWith("pwd"u8) && !plain.SequenceEqual("pwd"u8) && !plain.SequenceEqual("oldpwd"u8) ? SecretKind.Password : null;
    }

    /// <summary>As <see cref="KindOf"/>, for a key that is known to be one: <c>auth</c> of a registry's credentials means much else elsewhere.</summary>
    public static SecretKind? KindOfJsonKey(ReadOnlySpan<byte> key) => key.SequenceEqual("auth"u8) ? SecretKind.Registry : KindOf(key);

    /// <summary>True for values under such a name that are no secret, or none any more.</summary>
    public static bool IsHarmless(ReadOnlySpan<byte> value) =>
        value.IsEmpty || value.StartsWith("sha256:"u8) || value.StartsWith(SecretKinds.Beginning)
        || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8) || value.SequenceEqual("nil"u8) || value.SequenceEqual("<nil>"u8);
}
