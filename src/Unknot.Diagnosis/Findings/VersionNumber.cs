namespace Unknot.Diagnosis.Findings;

/// <summary>
/// A version as the programs of a node print it: up to four numbers and a pre-release. <c>1.0.0-rc93</c> comes before <c>1.0.0</c>; anything else
/// after the numbers is a distribution's build suffix and is left out.
/// </summary>
internal readonly record struct VersionNumber : IComparable<VersionNumber>
{
    private const int FinalRelease = int.MaxValue;

    private readonly (int Major, int Minor, int Patch, int Fourth) _numbers;
    private readonly int _preRelease;

    private VersionNumber((int, int, int, int) numbers, int preRelease)
    {
        _numbers = numbers;
        _preRelease = preRelease;
    }

    /// <inheritdoc/>
    public int CompareTo(VersionNumber other)
    {
        int numbers = _numbers.CompareTo(other._numbers);
        return numbers != 0 ? numbers : _preRelease.CompareTo(other._preRelease);
    }

    /// <summary>Reads a version.</summary>
    /// <param name="text">Text with the version at its start, after an optional name (<c>docker://</c>, <c>go</c>, <c>systemd </c>) or <c>v</c>.</param>
    /// <param name="version">The version.</param>
    /// <returns>False where there is no number.</returns>
    public static bool TryParse(string? text, out VersionNumber version)
    {
        version = default;
        ReadOnlySpan<char> rest = text;
        int start = rest.IndexOfAnyInRange('0', '9');
        if (start < 0) return false;
        rest = rest[start..];

        Span<int> numbers = stackalloc int[4];
        for (int i = 0; i < numbers.Length && TryReadNumber(ref rest, out numbers[i]); i++)
        {
            if (rest.Length < 2 || rest[0] != '.' || !char.IsAsciiDigit(rest[1])) break;
            rest = rest[1..];
        }

        version = new VersionNumber((numbers[0], numbers[1], numbers[2], numbers[3]), PreReleaseOf(rest));
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<char> rest, out int number)
    {
        int length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length < 0) length = rest.Length;
        bool isNumber = int.TryParse(rest[..length], out number);
        rest = rest[length..];
        return isNumber;
    }

    /// <summary>Place of <c>-alpha.1</c>, <c>-beta2</c>, <c>-rc93</c> or <c>-dev</c> before the final release.</summary>
    private static int PreReleaseOf(ReadOnlySpan<char> suffix)
    {
        suffix = suffix.TrimStart("-~.");
        int stage = suffix switch
        {
            _ when suffix.StartsWith("dev", StringComparison.Ordinal) => 1,
            _ when suffix.StartsWith("alpha", StringComparison.Ordinal) => 2,
            _ when suffix.StartsWith("beta", StringComparison.Ordinal) => 3,
            _ when suffix.StartsWith("rc", StringComparison.Ordinal) => 4,
            _ => 0,
        };
        if (stage == 0) return FinalRelease;
        suffix = suffix.TrimStart("devalphabetrc.-");
        return (stage * 100_000) + (TryReadNumber(ref suffix, out int number) ? Math.Min(number, 99_999) : 0);
    }
}
