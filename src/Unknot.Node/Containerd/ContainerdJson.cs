using System.Text.Json;
using Unknot.Node.Containerd.Wire;

namespace Unknot.Node.Containerd;

/// <summary>containerd's containers and tasks as JSON, with the names of <c>crictl ps -o json</c> where they mean the same, and <c>namespace</c> and <c>pid</c>.</summary>
internal static class ContainerdJson
{
    public static byte[] Of(IEnumerable<ContainerdContainer> containers)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("containers");
            foreach (ContainerdContainer container in containers) Write(json, container);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ContainerdContainer container)
    {
        IDictionary<string, string> labels = container.Container.Labels;
        json.WriteStartObject();
        json.WriteString("id", container.Container.Id);
        json.WriteString("containerdNamespace", container.Namespace);
        json.WriteStartObject("metadata");
        if (labels.TryGetValue("io.kubernetes.container.name", out string? name)) json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteStartObject("image");
        json.WriteString("image", container.Container.Image);
        json.WriteEndObject();
        json.WriteString("runtime", container.Container.Runtime?.Name);
        if (container.Task is { } task)
        {
            json.WriteString("state", StateOf(task.Status));
            if (task.Pid > 0) json.WriteNumber("pid", task.Pid);
            if (task.Status == TaskState.Stopped) json.WriteNumber("exitCode", task.ExitStatus);
        }

        json.WriteStartObject("labels");
        foreach ((string label, string value) in labels) json.WriteString(label, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>State as containerd spells it.</summary>
    public static string StateOf(TaskState state) => state.ToString().ToUpperInvariant();
}
