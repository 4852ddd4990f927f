using System.Text;

namespace Unknot.Node.Daemons;

/// <summary>A daemon answered with an error of its own (no such container): it is well enough to do so.</summary>
internal sealed class DaemonErrorException(int status, ReadOnlySpan<byte> body)
    : IOException($"HTTP {status}: {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 300)]).Trim().ReplaceLineEndings(" ")}")
{
    /// <summary>HTTP status.</summary>
    public int Status => status;
}
