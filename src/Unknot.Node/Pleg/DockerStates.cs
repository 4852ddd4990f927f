using System.Text.Json;

namespace Unknot.Node.Pleg;

/// <summary>Reads what the watch needs out of docker's JSON, token by token: a list of 100 containers comes every second.</summary>
internal static class DockerStates
{
    private const string PodName = "io.kubernetes.pod.name", PodNamespace = "io.kubernetes.pod.namespace";

    /// <summary>Reads the answer to <c>/containers/json</c>.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="before">The last list, whose containers are used again where they are the same.</param>
    /// <exception cref="InvalidDataException">It is no list of containers.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<ListedContainer> ReadList(ReadOnlySpan<byte> json, IReadOnlyList<ListedContainer> before)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new InvalidDataException("the list of containers is no JSON array");
        List<ListedContainer> containers = new(before.Count + 4);
        bool same = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ListedContainer? was = containers.Count < before.Count ? before[containers.Count] : null;
            if (ReadContainer(ref reader, was) is not { } container) continue;
            same &= ReferenceEquals(container, was);
            containers.Add(container);
        }

        return same && containers.Count == before.Count ? before : containers;
    }

    /// <summary><c>State.Status</c> of an inspect; null where it tells none.</summary>
    public static string? ReadInspect(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        string? state = null;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            bool isState = reader.ValueTextEquals("State"u8);
            reader.Read();
            if (!isState || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isStatus = reader.ValueTextEquals("Status"u8);
                reader.Read();
                if (isStatus && reader.TokenType == JsonTokenType.String) state = StateWord(ref reader);
                else reader.Skip();
            }
        }

        return state;
    }

    /// <summary><c>NGoroutines</c> of docker's info; null where it tells none.</summary>
    public static int? ReadGoroutines(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        int? count = null;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            bool isCount = reader.ValueTextEquals("NGoroutines"u8);
            reader.Read();
            if (isCount && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int told)) count = told;
            reader.Skip();
        }

        return count;
    }

    private static ListedContainer? ReadContainer(ref Utf8JsonReader reader, ListedContainer? was)
    {
        string? id = null, name = null, state = null, podName = null, podNamespace = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Id"u8)) id = Value(ref reader, was?.Id);
            else if (reader.ValueTextEquals("State"u8)) state = State(ref reader);
            else if (reader.ValueTextEquals("Names"u8)) name = FirstName(ref reader, was?.Name);
            else if (reader.ValueTextEquals("Labels"u8)) (podNamespace, podName) = ReadPod(ref reader);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (id is not { Length: > 0 }) return null;
        string? pod = podName is { Length: > 0 } ? $"{podNamespace}/{podName}" : null;
        ListedContainer now = new(id, name ?? "", pod, state ?? "");
        return now == was ? was : now;
    }

    private static (string? Namespace, string? Name) ReadPod(ref Utf8JsonReader reader)
    {
        string? podName = null, podNamespace = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(PodName)) podName = Value(ref reader, null);
            else if (reader.ValueTextEquals(PodNamespace)) podNamespace = Value(ref reader, null);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (podNamespace, podName);
    }

    private static string? FirstName(ref Utf8JsonReader reader, string? was)
    {
        reader.Read();
        string? first = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (first is null && reader.TokenType == JsonTokenType.String) first = IsSlashed(ref reader, was) ? was : reader.GetString()!.TrimStart('/');
            else reader.Skip();
        }

        return first;
    }

    private static bool IsSlashed(ref Utf8JsonReader reader, string? name) =>
        name is not null && !reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan.Length == name.Length + 1 && reader.ValueSpan[0] == '/'
        && System.Text.Ascii.Equals(reader.ValueSpan[1..], name);

    private static string? Value(ref Utf8JsonReader reader, string? was)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return was is not null && reader.ValueTextEquals(was) ? was : reader.GetString();
        reader.Skip();
        return null;
    }

    private static string? State(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return StateWord(ref reader);
        reader.Skip();
        return null;
    }

    private static string? StateWord(ref Utf8JsonReader reader)
    {
        foreach (string word in (ReadOnlySpan<string>)["running", "exited", "created", "paused", "restarting", "removing", "dead"])
        {
            if (reader.ValueTextEquals(word)) return word;
        }

        return reader.GetString();
    }
}
