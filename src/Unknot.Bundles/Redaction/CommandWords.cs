namespace Unknot.Bundles.Redaction;

/// <summary>
/// Goes through the words of a command line: an option that is called a password or token has its secret in the next word, and some programs
/// have options of their own whose names say nothing (<c>mysql -pSECRET</c>).
/// </summary>
internal struct CommandWords
{
    private static readonly Option[] s_options =
    [
        new("mysql", "-p", Form.Attached), new("mariadb", "-p", Form.Attached), new("sshpass", "-p", Form.Attached | Form.Next), new("mongo", "-p", Form.Next),
        new("redis-cli", "-a", Form.Next), new("curl", "-u", Form.Pair | Form.Next | Form.Attached), new("curl", "--user", Form.Pair | Form.Next), new("curl", "-U", Form.Pair | Form.Next | Form.Attached),
        new("curl", "--proxy-user", Form.Pair | Form.Next), new("ctr", "-u", Form.Pair | Form.Next), new("ctr", "--user", Form.Pair | Form.Next), new("crictl", "--creds", Form.Pair | Form.Next),
        new("skopeo", "--creds", Form.Pair | Form.Next), new("skopeo", "--src-creds", Form.Pair | Form.Next), new("skopeo", "--dest-creds", Form.Pair | Form.Next),
        // docker, podman, nerdctl, helm: -p of other subcommands is a port.
        new("login", "-p", Form.Next),
        new("ldapsearch", "-w", Form.Next), new("ldapmodify", "-w", Form.Next), new("ipmitool", "-P", Form.Next), new("sqlcmd", "-P", Form.Next | Form.Attached),
        new("openssl", "-passin", Form.Pair | Form.Next), new("openssl", "-passout", Form.Pair | Form.Next), new("openssl", "-pass", Form.Pair | Form.Next),
    ];

    private string? _program;
    private (SecretKind Kind, bool IsPair)? _next;

    [Flags]
    private enum Form
    {
        /// <summary>The secret follows in the same word.</summary>
        Attached = 1,

        /// <summary>The secret is the next word.</summary>
        Next = 2,

        /// <summary>It stands behind a colon: <c>user:password</c>, <c>pass:password</c>.</summary>
        Pair = 4,
    }

    /// <summary>Names that programs with such options begin with.</summary>
    public static IEnumerable<string> Programs => s_options.Select(o => o.Program).Distinct();

    /// <summary>Begins with a program's name.</summary>
    /// <returns>False when it is none of <see cref="Programs"/>.</returns>
    public bool Start(ReadOnlySpan<byte> word) => (_program = ProgramOf(word)) is not null;

    /// <summary>Takes the next word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="kind">What the secret is.</param>
    /// <returns>Where in the word a secret begins that goes to its end; -1 when there is none.</returns>
    public int Take(ReadOnlySpan<byte> word, out SecretKind kind)
    {
        kind = SecretKind.Password;
        if (_next is { } next)
        {
            _next = null;
            if (!word.IsEmpty && word[0] != '-' && !SecretKeys.IsHarmless(word))
            {
                kind = next.Kind;
                return next.IsPair ? Behind(word, 0) : 0;
            }
        }

        if (word is [(byte)'-', _, ..]) return OfOption(word);
        _program = ProgramOf(word) ?? _program;
        return -1;
    }

    private int OfOption(ReadOnlySpan<byte> word)
    {
        if (_program is not null)
        {
            foreach (Option option in s_options)
            {
                if (option.Program != _program || !word.StartsWith(option.Name)) continue;
                bool isNext = (option.Form & Form.Next) != 0, isPair = (option.Form & Form.Pair) != 0;
                if (word.Length == option.Name.Length && isNext) _next = (SecretKind.Password, isPair);
                if (word.Length == option.Name.Length || (option.Form & Form.Attached) == 0) continue;
                return isPair ? Behind(word, option.Name.Length) : option.Name.Length;
            }
        }

        if (!word.Contains((byte)'=') && SecretKeys.KindOf(word) is { } kind) _next = (kind, false);
        return -1;
    }

    private static int Behind(ReadOnlySpan<byte> word, int from) => word[from..].IndexOf((byte)':') is var colon and >= 0 && from + colon + 1 < word.Length ? from + colon + 1 : -1;

    private static string? ProgramOf(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> name = word[(word.LastIndexOf((byte)'/') + 1)..];
        foreach (Option option in s_options)
        {
            if (option.IsCalled(name)) return option.Program;
        }

        return null;
    }

    private sealed record Option(string Program, byte[] Name, Form Form)
    {
        public Option(string program, string name, Form form)
            : this(program, System.Text.Encoding.ASCII.GetBytes(name), form)
        {
        }

        private readonly byte[] _program = System.Text.Encoding.ASCII.GetBytes(Program);

        /// <summary>mysqldump, mysqladmin, mongosh take what their namesakes take.</summary>
        public bool IsCalled(ReadOnlySpan<byte> name) => name.SequenceEqual(_program) || (Program is "mysql" or "mariadb" or "mongo" && name.StartsWith(_program) && !name.ContainsAny(".:"u8));
    }
}
