using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Puts versions into the snapshot under the names of the programs. The first one found stays.</summary>
internal static class VersionTold
{
    /// <summary>Notes one version; empty ones are none.</summary>
    public static void Note(EvidenceSnapshot snapshot, string program, string version)
    {
        string text = version.Trim();
        if (text.StartsWith('v') && text.Length > 1 && char.IsAsciiDigit(text[1])) text = text[1..];
        if (text.Length is > 0 and < 200) snapshot.Versions.TryAdd(program, text);
    }

    /// <summary>Versions of a node's <c>nodeInfo</c>.</summary>
    public static void OfNode(IReadOnlyDictionary<string, string> nodeInfo, EvidenceSnapshot snapshot)
    {
        if (nodeInfo.TryGetValue("kubeletVersion", out string? kubelet)) Note(snapshot, Components.Kubelet, kubelet);
        if (nodeInfo.TryGetValue("kernelVersion", out string? kernel)) Note(snapshot, Components.Kernel, kernel);
        if (nodeInfo.TryGetValue("osImage", out string? os)) Note(snapshot, "os", os);
        if (!nodeInfo.TryGetValue("containerRuntimeVersion", out string? runtime)) return;
        int at = runtime.IndexOf("://", StringComparison.Ordinal);
        if (at <= 0) return;
        string program = runtime[..at] switch { "docker" => Components.Dockerd, "cri-o" => Components.Crio, var other => other };
        Note(snapshot, program, runtime[(at + 3)..]);
    }
}
