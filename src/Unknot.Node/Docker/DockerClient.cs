using System.Text.Json;
using Unknot.Node.Daemons;

namespace Unknot.Node.Docker;

/// <summary>
/// The Docker Engine API over one socket, as far as it is asked here. Deadlines are the caller's: a request that is given up may live on in dockerd,
/// so no caller may start a second one for a container whose first one hangs. Safe from several threads.
/// </summary>
internal sealed class DockerClient(SocketDialer dialer) : IDisposable
{
    private const int MaxSmall = 1 << 20, MaxList = 32 << 20, MaxInspect = 4 << 20;
    private readonly DaemonHttp _http = new(dialer);

    /// <summary>Path of the socket as dockerd knows it.</summary>
    public string Path => dialer.Path;

    /// <summary><c>GET /_ping</c>: takes no lock of a container.</summary>
    /// <returns>The API's version.</returns>
    /// <exception cref="InvalidDataException">It is no dockerd that answers.</exception>
    public async Task<string> PingAsync(CancellationToken cancellation)
    {
        HttpAnswer answer = await _http.GetAsync("/_ping", MaxSmall, cancellation).ConfigureAwait(false);
        if (answer.Headers.TryGetValues("Api-Version", out IEnumerable<string>? version)) return version.First();
        throw new InvalidDataException($"what answers there (HTTP {answer.Status}) is no dockerd");
    }

    /// <summary><c>GET /version</c>, in docker's own JSON.</summary>
    public Task<byte[]> VersionAsync(CancellationToken cancellation) => GetJsonAsync("/version", MaxSmall, cancellation);

    /// <summary><c>GET /info</c>, in docker's own JSON. Before 1.12 it took each container's lock: not to be asked while one hangs.</summary>
    public Task<byte[]> InfoAsync(CancellationToken cancellation) => GetJsonAsync("/info", MaxSmall, cancellation);

    /// <summary><c>GET /containers/json?all=1</c>, in docker's own JSON. Since 17.05 it reads a copy of the state and does not hang with a wedged container.</summary>
    public Task<byte[]> ListAsync(CancellationToken cancellation) => GetJsonAsync("/containers/json?all=1", MaxList, cancellation);

    /// <summary>The same into a buffer that is used again; not checked to be JSON.</summary>
    public async Task ListIntoAsync(System.Buffers.ArrayBufferWriter<byte> into, CancellationToken cancellation)
    {
        int status = await _http.GetIntoAsync("/containers/json?all=1", into, MaxList, cancellation).ConfigureAwait(false);
        if (status is < 200 or >= 300) throw new DaemonErrorException(status, into.WrittenSpan);
    }

    /// <summary><c>GET /containers/ID/json</c>, in docker's own JSON: takes the container's lock, and hangs while somebody else has it.</summary>
    public Task<byte[]> InspectAsync(string id, CancellationToken cancellation) => GetJsonAsync($"/containers/{Uri.EscapeDataString(id)}/json", MaxInspect, cancellation);

    /// <summary>Containers of the answer to <see cref="ListAsync"/>.</summary>
    /// <exception cref="InvalidDataException">It is no list of containers.</exception>
    public static IReadOnlyList<DockerContainer> ReadList(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException("the list of containers is no JSON array");
        return [.. document.RootElement.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object && Text(c, "Id") is { Length: > 0 }).Select(Container)];
    }

    /// <summary><c>NGoroutines</c> of the answer to <see cref="InfoAsync"/>; null when it is not told.</summary>
    public static long? GoroutinesOf(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("NGoroutines", out JsonElement count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long number) && number > 0 ? number : null;
    }

    public void Dispose()
    {
        _http.Dispose();
        dialer.Dispose();
    }

    private static DockerContainer Container(JsonElement container)
    {
        string name = container.TryGetProperty("Names", out JsonElement names) && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() > 0 && names[0].ValueKind == JsonValueKind.String
            ? names[0].GetString()!.TrimStart('/') : "";
        string? pod = null;
        if (container.TryGetProperty("Labels", out JsonElement labels) && labels.ValueKind == JsonValueKind.Object && Text(labels, "io.kubernetes.pod.name") is { Length: > 0 } podName)
        {
            pod = $"{Text(labels, "io.kubernetes.pod.namespace")}/{podName}";
        }

        return new DockerContainer(Text(container, "Id")!, name, Text(container, "State") ?? "", pod);
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<byte[]> GetJsonAsync(string path, int maxBytes, CancellationToken cancellation)
    {
        HttpAnswer answer = await _http.GetAsync(path, maxBytes, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess) throw new DaemonErrorException(answer.Status, answer.Body);
        Utf8JsonReader reader = new(answer.Body);
        while (reader.Read())
        {
            // Whole and well-formed, or it is no answer.
        }

        return answer.Body;
    }
}
