namespace Unknot.Bundles;

/// <summary>Containers of files, by their first bytes.</summary>
internal enum ContentKind
{
    /// <summary>No container: a file to be recognised.</summary>
    Plain,

    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>RFC 8878.</summary>
    Zstandard,

    /// <summary>POSIX.1-1988 (ustar), pax, GNU, and older ones by their checksum.</summary>
    Tar,

    /// <summary>PKWARE APPNOTE.TXT.</summary>
    Zip,

    /// <summary>bzip2, block by block (no specification of its own; bzip2(1)).</summary>
    Bzip2,

    /// <summary>The .xz File Format 1.2.1, the default of sos reports.</summary>
    Xz,
}
