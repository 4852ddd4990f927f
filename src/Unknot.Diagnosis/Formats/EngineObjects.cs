using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>The Docker Engine's <c>GET /version</c> and <c>GET /info</c>, and <c>docker version|info --format json</c>, which nest or extend them.</summary>
internal static class EngineObjects
{
    /// <summary>True when the object is one of them.</summary>
    public static bool Recognise(DataNode node) => IsVersion(node) || IsVersion(node["Server"]) || IsInfo(node);

    /// <summary>Notes the versions that it tells.</summary>
    public static void Add(DataNode node, EvidenceSnapshot snapshot)
    {
        DataNode version = IsVersion(node) ? node : node["Server"];
        VersionTold.Note(snapshot, Components.Dockerd, IsInfo(node) ? node.Of("ServerVersion") : version.Of("Version"));
        VersionTold.Note(snapshot, Components.Kernel, IsInfo(node) ? node.Of("KernelVersion") : version.Of("KernelVersion"));
        if (IsInfo(node)) VersionTold.Note(snapshot, "os", node.Of("OperatingSystem"));
        foreach (DataNode component in version["Components"].Items)
        {
            if (component.Of("Name") is Components.Containerd or Components.Runc) VersionTold.Note(snapshot, component.Of("Name"), component.Of("Version"));
        }
    }

    private static bool IsVersion(DataNode node) => node["ApiVersion"].Text is not null && node["Version"].Text is not null;

    private static bool IsInfo(DataNode node) => node["ServerVersion"].Text is not null && node["Driver"].Text is not null;
}
