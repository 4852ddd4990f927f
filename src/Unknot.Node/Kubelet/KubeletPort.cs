using System.Net;
using System.Text;
using Unknot.Node.Daemons;

namespace Unknot.Node.Kubelet;

/// <summary>One listening port of a kubelet. Safe from several threads.</summary>
internal sealed class KubeletPort : IDisposable
{
    private const int MaxHealth = 64 << 10, MaxMetrics = 32 << 20, MaxDump = 48 << 20;
    private readonly TcpDialer _dialer;
    private readonly string? _token;
    private DaemonHttp _http;

    /// <summary>Makes a client; connects at the first request.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="pid">The kubelet, whose network namespace it is.</param>
    /// <param name="local">Where it listens.</param>
    /// <param name="token">Bearer token, only ever sent over TLS; null for none.</param>
    public KubeletPort(string procRoot, int pid, IPEndPoint local, string? token)
    {
        (EndPoint, _token) = (TcpListeners.Reachable(local), token);
        _dialer = new TcpDialer($"{procRoot}/{pid}/ns/net", EndPoint);
        _http = new DaemonHttp(_dialer.ConnectAsync);
    }

    public IPEndPoint EndPoint { get; }

    public bool IsTls { get; private set; }

    /// <summary>Where it is, as curl takes it.</summary>
    public string Address => $"{(IsTls ? "https" : "http")}://{EndPoint}";

    /// <summary><c>GET /healthz</c>; finds out whether the port speaks TLS. Go answers plain HTTP there with status 400 and says so (<c>net/http</c>, <c>badRequestError</c>).</summary>
    public async Task<HttpAnswer> HealthAsync(CancellationToken cancellation)
    {
        HttpAnswer answer = await GetAsync("/healthz", MaxHealth, cancellation).ConfigureAwait(false);
        if (IsTls || answer.Status != 400 || !Encoding.ASCII.GetString(answer.Body).Contains("HTTPS server", StringComparison.Ordinal)) return answer;
        _http.Dispose();
        _http = new DaemonHttp(_dialer.ConnectAsync, isTls: true);
        IsTls = true;
        return await GetAsync("/healthz", MaxHealth, cancellation).ConfigureAwait(false);
    }

    /// <summary><c>GET /metrics</c>, Prometheus' text format.</summary>
    public Task<HttpAnswer> MetricsAsync(CancellationToken cancellation) => GetAsync("/metrics", MaxMetrics, cancellation);

    /// <summary><c>GET /debug/pprof/goroutine?debug=2</c>: stops the kubelet's world while it is made.</summary>
    public Task<HttpAnswer> GoroutinesAsync(CancellationToken cancellation) => GetAsync("/debug/pprof/goroutine?debug=2", MaxDump, cancellation);

    public void Dispose() => _http.Dispose();

    private Task<HttpAnswer> GetAsync(string path, int maxBytes, CancellationToken cancellation) => _http.GetAsync(path, maxBytes, cancellation, IsTls ? _token : null);
}
