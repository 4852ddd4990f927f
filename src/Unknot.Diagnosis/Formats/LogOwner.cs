using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Whose log a file is, where its lines do not say: by what only one daemon prints, then by the file's name.</summary>
internal static class LogOwner
{
    private const int HeadLength = 256 << 10;

    /// <summary>Component; null when nothing tells.</summary>
    public static string? Of(ReadOnlySpan<byte> content, string path)
    {
        ReadOnlySpan<byte> head = content[..Math.Min(HeadLength, content.Length)];
        if (head.IndexOf("msg=\"starting containerd\""u8) >= 0) return Components.Containerd;
        if (head.IndexOf("msg=\"containerd successfully booted"u8) >= 0) return Components.Containerd;
        if (head.IndexOf("msg=\"Docker daemon\""u8) >= 0 || head.IndexOf("msg=\"API listen on "u8) >= 0) return Components.Dockerd;
        if (head.IndexOf("] Kubelet version"u8) >= 0 || head.IndexOf(" kubelet.go:"u8) >= 0) return Components.Kubelet;
        string name = path[(path.LastIndexOfAny(['/', '\\', '!']) + 1)..].ToLowerInvariant();
        foreach ((string part, string component) in Names)
        {
            if (name.Contains(part, StringComparison.Ordinal)) return component;
        }

        return null;
    }

    private static readonly (string Part, string Component)[] Names =
    [
        ("kubelet", Components.Kubelet),
        ("cri-dockerd", Components.CriDockerd),
        ("containerd", Components.Containerd),
        ("crio", Components.Crio),
        ("docker", Components.Dockerd),
        ("dmesg", Components.Kernel),
        ("kern", Components.Kernel),
    ];
}
