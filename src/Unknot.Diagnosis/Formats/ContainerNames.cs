using System.Text.RegularExpressions;

namespace Unknot.Diagnosis.Formats;

/// <summary>Container ids and the pod names in docker's names for them.</summary>
internal static partial class ContainerNames
{
    private const int IdLength = 64;

    /// <summary>The first run of exactly 64 lower-case hex digits; null when there is none.</summary>
    public static string? FindId(ReadOnlySpan<char> text)
    {
        int run = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiHexDigitLower(text[i]))
            {
                run++;
                continue;
            }

            bool endsWord = i == text.Length || !char.IsAsciiLetterOrDigit(text[i]);
            bool startsWord = i - run - 1 < 0 || !char.IsAsciiLetterOrDigit(text[i - run - 1]);
            if (run == IdLength && endsWord && startsWord) return text.Slice(i - run, run).ToString();
            run = 0;
        }

        return null;
    }

    /// <summary>True for 12 to 64 hex digits.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => text.Length is >= 12 and <= IdLength && !text.ContainsAnyExcept(HexDigits);

    /// <summary>
    /// <c>namespace/name</c> of a name that dockershim and cri-dockerd give (<c>k8s_CONTAINER_POD_NAMESPACE_UID_N</c>,
    /// <c>pkg/kubelet/dockershim/naming.go</c>); null for other names.
    /// </summary>
    public static string? PodOf(string? name)
    {
        if (name is null) return null;
        string[] parts = name.TrimStart('/').Split('_');
        return parts.Length >= 6 && parts[0] == "k8s" ? $"{parts[3]}/{parts[2]}" : null;
    }

    /// <summary>
    /// Container of a cgroup path: the last id in <c>/docker/ID</c>, <c>docker-ID.scope</c>, <c>cri-containerd-ID.scope</c>,
    /// <c>crio-ID.scope</c>, <c>kubepods…/podUID/ID</c>; null when there is none.
    /// </summary>
    public static string? OfCgroup(string path)
    {
        foreach (string part in path.Split('/').Reverse())
        {
            Match match = CgroupPart().Match(part);
            if (match.Success) return match.Groups[1].Value;
        }

        return null;
    }

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    [GeneratedRegex(@"^(?:[a-z-]+[-:])?(?:[^:]*:)*([0-9a-f]{64})(?:\.scope)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CgroupPart();
}
