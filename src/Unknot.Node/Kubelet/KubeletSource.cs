using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.Kubelet;

/// <summary>Each kubelet over its own TCP ports: health, metrics, and, when asked for, its goroutines.</summary>
internal sealed class KubeletSource : INodeSource
{
    public const string SourceName = "kubelet";

    // At 1 to 30 µs of standstill each, more than a kubelet that still answers is worth.
    private const long MaxGoroutines = 100_000;

    private const string WhatToDo = "give a token that may get nodes/metrics and nodes/proxy";

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation) => DaemonReader.ReadEach(
        DaemonFinder.Find(scan, sink, cancellation, Components.Kubelet), sink, daemon => new Reading(daemon, scan, sink, cancellation).RunAsync(), cancellation);

    /// <summary>The requests to one kubelet.</summary>
    private sealed class Reading(Daemon daemon, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        private readonly ProbeLog _log = ProbeLog.Open(sink, $"kubelet/{daemon.Pid}/probes.jsonl", daemon, scan.Options.ProbeDeadline);

        public async Task RunAsync()
        {
            string? token = scan.Options.KubeletTokenFile is { } file ? Token(file) : null;
            List<KubeletPort> ports = [.. TcpListeners.Read($"{scan.Options.ProcRoot}/{daemon.Pid}", DaemonFinder.SocketInodes(daemon.Process))
                .DistinctBy(e => e.Port).Select(e => new KubeletPort(scan.Options.ProcRoot, daemon.Pid, e, token))];
            try
            {
                if (ports.Count == 0 && daemon.Process.Files is not null) sink.Gap(daemon.ToString(), "listens on no TCP port: its health was not asked for", null);
                bool[] alive = await Task.WhenAll(ports.Select(AskHealthAsync)).ConfigureAwait(false);
                // Plain ports first: they need no right.
                List<KubeletPort> answering = [.. ports.Where((_, i) => alive[i]).OrderBy(p => p.IsTls)];
                byte[]? metrics = await FirstAsync(answering, "metrics", p => p.MetricsAsync, "metrics.txt").ConfigureAwait(false);
                if (!scan.Options.AskForGoroutines || !IsSmallEnough(metrics)) return;
                await FirstAsync(answering, "pprof/goroutine", p => p.GoroutinesAsync, $"kubelet-{daemon.Pid}-goroutines.txt").ConfigureAwait(false);
            }
            finally
            {
                ports.ForEach(p => p.Dispose());
            }
        }

        private async Task<bool> AskHealthAsync(KubeletPort port)
        {
            ProbeAnswer<HttpAnswer> answer = await _log.TryAsync(port.HealthAsync, cancellation).ConfigureAwait(false);
            // The streaming server and plugins' ports know no healthz.
            if (answer.Value is { Status: 404 }) return false;
            Dictionary<string, string> values = new() { ["address"] = port.Address };
            if (answer.Value is { } told)
            {
                values["status"] = told.Status.ToString(CultureInfo.InvariantCulture);
                values["body"] = Encoding.UTF8.GetString(told.Body.AsSpan(0, Math.Min(told.Body.Length, 300))).Trim();
            }

            _log.Note("healthz", null, answer, values);
            return answer.Value is not null;
        }

        /// <summary>Asks port after port until one gives it.</summary>
        private async Task<byte[]?> FirstAsync(List<KubeletPort> ports, string call, Func<KubeletPort, Func<CancellationToken, Task<HttpAnswer>>> ask, string document)
        {
            List<string> refusals = [];
            foreach (KubeletPort port in ports)
            {
                ProbeAnswer<HttpAnswer> answer = await _log.AskAsync(call, null, ask(port), a => Values(port, a), cancellation).ConfigureAwait(false);
                if (answer.Value is { IsSuccess: true } told)
                {
                    sink.Add($"kubelet/{daemon.Pid}/{document}", told.Body);
                    return told.Body;
                }

                if (answer.Value is { Status: not 404 } refused) refusals.Add($"{port.Address} answers HTTP {refused.Status}");
                // It is the same process behind every port.
                if (answer.Outcome == ProbeOutcome.TimedOut) return null;
            }

            bool isDenied = refusals.Exists(r => r.EndsWith("401", StringComparison.Ordinal) || r.EndsWith("403", StringComparison.Ordinal));
            string reason = refusals.Count == 0 ? "no port of it offers this" : string.Join(", ", refusals) + (isDenied ? $": {WhatToDo}" : "");
            if (ports.Count > 0) sink.Gap($"{daemon} {call}", reason, isDenied ? "EACCES" : null);
            return null;
        }

        private static Dictionary<string, string> Values(KubeletPort port, HttpAnswer answer) =>
            new() { ["address"] = port.Address, ["status"] = answer.Status.ToString(CultureInfo.InvariantCulture) };

        /// <summary>Looks at the size before the world is stopped.</summary>
        private bool IsSmallEnough(byte[]? metrics)
        {
            ReadOnlySpan<byte> sign = "\ngo_goroutines "u8;
            int at = metrics.AsSpan().IndexOf(sign);
            if (at < 0 || !Utf8Parser.TryParse(metrics.AsSpan(at + sign.Length), out double count, out _) || count <= MaxGoroutines) return true;
            sink.Gap($"{daemon} pprof/goroutine", $"not asked for: with {count:0} goroutines it would stand still for too long", null);
            return false;
        }

        private string? Token(string file)
        {
            string? token = ProcFile.ReadText(file);
            if (token is null) sink.Gap(file, "the token for the kubelet cannot be read", "ENOENT");
            return token?.Trim();
        }
    }
}
