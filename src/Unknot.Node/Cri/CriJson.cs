using System.Text.Json;
using Unknot.Node.Cri.Wire;

namespace Unknot.Node.Cri;

/// <summary>Answers of the CRI in the shape that <c>crictl pods|ps|inspect -o json</c> prints (protobuf's JSON mapping: 64-bit numbers as text).</summary>
internal static class CriJson
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    /// <summary>As <c>crictl pods -o json</c>.</summary>
    public static byte[] Of(ListPodSandboxResponse pods) => Write(json =>
    {
        json.WriteStartArray("items");
        foreach (PodSandbox pod in pods.Items)
        {
            json.WriteStartObject();
            json.WriteString("id", pod.Id);
            json.WriteStartObject("metadata");
            json.WriteString("name", pod.Metadata?.Name);
            json.WriteString("uid", pod.Metadata?.Uid);
            json.WriteString("namespace", pod.Metadata?.Namespace);
            json.WriteNumber("attempt", pod.Metadata?.Attempt ?? 0);
            json.WriteEndObject();
            json.WriteString("state", StateOf(pod.State));
            WriteNumber(json, "createdAt", pod.CreatedAt);
            WriteLabels(json, pod.Labels);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>As <c>crictl ps -a -o json</c>.</summary>
    public static byte[] Of(ListContainersResponse containers) => Write(json =>
    {
        json.WriteStartArray("containers");
        foreach (Container container in containers.Containers)
        {
            json.WriteStartObject();
            json.WriteString("id", container.Id);
            json.WriteString("podSandboxId", container.PodSandboxId);
            WriteMetadata(json, container.Metadata);
            WriteImage(json, container.Image, container.ImageRef);
            json.WriteString("state", StateOf(container.State));
            WriteNumber(json, "createdAt", container.CreatedAt);
            WriteLabels(json, container.Labels);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>As an array of what <c>crictl inspect</c> prints.</summary>
    public static byte[] Of(IEnumerable<ContainerStatus> containers) => WriteArray(json =>
    {
        foreach (ContainerStatus status in containers)
        {
            json.WriteStartObject();
            json.WriteStartObject("status");
            json.WriteString("id", status.Id);
            WriteMetadata(json, status.Metadata);
            json.WriteString("state", StateOf(status.State));
            WriteNumber(json, "createdAt", status.CreatedAt);
            WriteNumber(json, "startedAt", status.StartedAt);
            WriteNumber(json, "finishedAt", status.FinishedAt);
            json.WriteNumber("exitCode", status.ExitCode);
            WriteImage(json, status.Image, status.ImageRef);
            json.WriteString("reason", status.Reason);
            json.WriteString("message", status.Message);
            WriteLabels(json, status.Labels);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    });

    private static string StateOf(PodSandboxState state) => state == PodSandboxState.SandboxReady ? "SANDBOX_READY" : "SANDBOX_NOTREADY";

    private static string StateOf(ContainerState state) => state switch
    {
        ContainerState.ContainerCreated => "CONTAINER_CREATED",
        ContainerState.ContainerRunning => "CONTAINER_RUNNING",
        ContainerState.ContainerExited => "CONTAINER_EXITED",
        _ => "CONTAINER_UNKNOWN",
    };

    private static void WriteMetadata(Utf8JsonWriter json, ContainerMetadata? metadata)
    {
        json.WriteStartObject("metadata");
        json.WriteString("name", metadata?.Name);
        json.WriteNumber("attempt", metadata?.Attempt ?? 0);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, ImageSpec? image, string reference)
    {
        json.WriteStartObject("image");
        json.WriteString("image", image?.Image);
        json.WriteEndObject();
        json.WriteString("imageRef", reference);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long value) => json.WriteString(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static void WriteLabels(Utf8JsonWriter json, IDictionary<string, string> labels)
    {
        json.WriteStartObject("labels");
        foreach ((string name, string value) in labels) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members) => WriteAll(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    private static byte[] WriteArray(Action<Utf8JsonWriter> items) => WriteAll(json =>
    {
        json.WriteStartArray();
        items(json);
        json.WriteEndArray();
    });

    private static byte[] WriteAll(Action<Utf8JsonWriter> content)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, s_options)) content(json);
        return text.ToArray();
    }
}
