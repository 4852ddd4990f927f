namespace Unknot.Bundles.Redaction;

/// <summary>What a replaced text was; its placeholder is <c>&lt;redacted:KIND&gt;</c>, so that nothing tells how long it was.</summary>
internal enum SecretKind
{
    /// <summary>Value of an environment variable, whatever its name.</summary>
    Env,

    /// <summary>Value of a key or option that is called a password or passphrase.</summary>
    Password,

    /// <summary>Value of a key or option that is called a token, secret or API key; a token known by its form.</summary>
    Token,

    /// <summary>JSON web token (RFC 7519, compact form).</summary>
    Jwt,

    /// <summary>Credentials of an image registry (<c>auth</c>, <c>identitytoken</c>, <c>X-Registry-Auth</c>).</summary>
    Registry,

    /// <summary>What an <c>Authorization</c> header has after its scheme.</summary>
    Authorization,

    /// <summary>Password in a URL (RFC 3986, section 3.2.1).</summary>
    Url,

    /// <summary>A private key in PEM (RFC 7468).</summary>
    PrivateKey,

    /// <summary>Access key id of AWS.</summary>
    AwsKey,

    /// <summary>Bootstrap token of Kubernetes (<c>staging/src/k8s.io/cluster-bootstrap/token/api/types.go</c>).</summary>
    BootstrapToken,
}
