using System.Net.Http.Headers;
using System.Net.Security;

namespace Unknot.Node.Daemons;

/// <summary>HTTP to a daemon over a connection that is made elsewhere. No proxy, no redirect, no cookie; every body has a limit.</summary>
internal sealed class DaemonHttp : IDisposable
{
    private readonly HttpClient _client;
    private readonly SocketDialer? _dialer;

    /// <summary>Makes a client of a unix socket.</summary>
    public DaemonHttp(SocketDialer dialer)
        : this(dialer.ConnectAsync) => _dialer = dialer;

    /// <summary>Makes a client; connects at the first request.</summary>
    /// <param name="connect">Makes the connection.</param>
    /// <param name="isTls">Speak TLS over it. The certificate is not judged: whose port it is was told by the kernel, and a kubelet's is signed by itself.</param>
    public DaemonHttp(Func<CancellationToken, ValueTask<Stream>> connect, bool isTls = false)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = (_, cancellation) => connect(cancellation),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            ConnectTimeout = SocketDialer.Patience,
        };
        if (isTls) handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true };
        _client = new HttpClient(handler) { BaseAddress = new Uri(isTls ? "https://localhost" : "http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets a resource.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="maxBytes">Limit of the body; beyond it the answer counts as none.</param>
    /// <param name="cancellation">The deadline.</param>
    /// <param name="bearer">Token; null for none.</param>
    public async Task<HttpAnswer> GetAsync(string path, int maxBytes, CancellationToken cancellation, string? bearer = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using MemoryStream taken = new();
        byte[] buffer = new byte[32 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (taken.Length + read > maxBytes) throw new InvalidDataException($"the answer to {path} is longer than {maxBytes >> 10} KiB: given up");
            taken.Write(buffer, 0, read);
        }

        return new HttpAnswer((int)response.StatusCode, taken.ToArray(), response.Headers);
    }

    /// <summary>Gets a resource into a buffer that is used again: for what is asked every second.</summary>
    /// <returns>The status code.</returns>
    public async Task<int> GetIntoAsync(string path, System.Buffers.ArrayBufferWriter<byte> into, int maxBytes, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        int read;
        while ((read = await body.ReadAsync(into.GetMemory(16 << 10), cancellation).ConfigureAwait(false)) > 0)
        {
            into.Advance(read);
            if (into.WrittenCount > maxBytes) throw new InvalidDataException($"the answer to {path} is longer than {maxBytes >> 10} KiB: given up");
        }

        return (int)response.StatusCode;
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_dialer?.IsQueueFull == true)
        {
            throw new QueueFullException(_dialer.Path);
        }
    }
}
