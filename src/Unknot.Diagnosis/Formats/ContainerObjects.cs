using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Containers of <c>docker inspect</c>, docker's list (<c>GET /containers/json</c>), <c>crictl inspect</c>, <c>crictl ps -o json</c> and <c>crictl pods -o json</c>.</summary>
internal static class ContainerObjects
{
    /// <summary>True when the object is one of them.</summary>
    public static bool Recognise(DataNode node) =>
        ContainerNames.IsId(node.Of("Id")) && (node["State"].Map is not null || node["Names"].Items.Count > 0)
        || ContainerNames.IsId(node.Of("id")) && node["metadata"].Map is not null
        || ContainerNames.IsId(node["status"].Of("id"));

    /// <summary>Adds it.</summary>
    public static void Add(DataNode node, EvidenceSnapshot snapshot, Provenance origin)
    {
        if (node["State"].Map is not null) AddDocker(node, snapshot, origin);
        else if (node["Names"].Items.Count > 0) AddListed(node, snapshot, origin);
        else AddCri(node["status"].Map is not null ? node["status"] : node, PidOf(node["info"].Of("pid")) ?? PidOf(node.Of("pid")), snapshot, origin);
    }

    private static void AddDocker(DataNode node, EvidenceSnapshot snapshot, Provenance origin)
    {
        string name = node.Of("Name").TrimStart('/');
        DataNode config = node["Config"], labels = config["Labels"];
        string pod = labels.Of("io.kubernetes.pod.name"), ns = labels.Of("io.kubernetes.pod.namespace");
        snapshot.Containers.Add(new ContainerEvidence(
            node.Of("Id"), name.Length == 0 ? null : name, node["State"].Of("Status") is { Length: > 0 } state ? state.ToLowerInvariant() : null,
            PidOf(node["State"].Of("Pid")), pod.Length > 0 ? $"{ns}/{pod}" : ContainerNames.PodOf(name), config.Of("Image") is { Length: > 0 } image ? image : null, origin));
    }

    private static void AddListed(DataNode node, EvidenceSnapshot snapshot, Provenance origin)
    {
        string name = (node["Names"].Items[0].Text ?? "").TrimStart('/'), pod = node["Labels"].Of("io.kubernetes.pod.name"), image = node.Of("Image");
        snapshot.Containers.Add(new ContainerEvidence(
            node.Of("Id"), name.Length == 0 ? null : name, node.Of("State") is { Length: > 0 } state ? state.ToLowerInvariant() : null, null,
            pod.Length > 0 ? $"{node["Labels"].Of("io.kubernetes.pod.namespace")}/{pod}" : ContainerNames.PodOf(name), image.Length == 0 ? null : image, origin)
        {
            VolumeDrivers = [.. node["Mounts"].Items.Select(m => m.Of("Driver")).Where(d => d is { Length: > 0 } and not "local").Distinct()],
        });
    }

    private static void AddCri(DataNode node, int? pid, EvidenceSnapshot snapshot, Provenance origin)
    {
        DataNode labels = node["labels"], metadata = node["metadata"];
        string pod = labels.Of("io.kubernetes.pod.name") is { Length: > 0 } p ? p : metadata["namespace"].Text is not null ? metadata.Of("name") : "";
        string ns = labels.Of("io.kubernetes.pod.namespace") is { Length: > 0 } n ? n : metadata.Of("namespace");
        string image = node["image"].Of("image");
        snapshot.Containers.Add(new ContainerEvidence(
            node.Of("id"), metadata.Of("name") is { Length: > 0 } name ? name : null, StateOf(node.Of("state")), pid,
            pod.Length > 0 ? $"{ns}/{pod}" : null, image.Length == 0 ? null : image, origin));
    }

    /// <summary><c>CONTAINER_RUNNING</c>, <c>SANDBOX_READY</c>.</summary>
    private static string? StateOf(string state) => state.Length == 0 ? null : state[(state.IndexOf('_') + 1)..].ToLowerInvariant();

    private static int? PidOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0 ? pid : null;
}
