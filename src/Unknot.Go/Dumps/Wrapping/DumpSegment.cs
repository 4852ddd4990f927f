using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>A part of a stream that a marker has opened; what the marker's log record tells of the process.</summary>
internal sealed class DumpSegment
{
    internal DateTimeOffset? Time { get; private init; }

    internal int? Pid { get; set; }

    internal string? Ident { get; set; }

    internal bool IsClosed { get; set; }

    internal static DumpSegment From(in LineOrigin origin) => new()
    {
        Time = LogTime.Read(origin),
        Pid = origin.Pid == 0 ? null : origin.Pid,
        Ident = origin.Ident.IsEmpty ? null : Encoding.UTF8.GetString(origin.Ident),
    };
}
