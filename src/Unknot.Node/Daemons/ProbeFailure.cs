using System.Net.Sockets;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Daemons;

/// <summary>Tells what an exception of a request means for the daemon that was asked.</summary>
/// <param name="Outcome">What came of the request.</param>
/// <param name="Detail">What went wrong.</param>
/// <param name="Errno">The error's name; null when none was told.</param>
internal sealed record ProbeFailure(ProbeOutcome Outcome, string Detail, string? Errno)
{
    /// <summary>True for what a sick or strange peer can cause; anything else is a mistake of ours.</summary>
    public static bool IsExpected(Exception error) =>
        error is HttpRequestException or IOException or SocketException or RpcException or OperationCanceledException or InvalidDataException
            or InvalidProtocolBufferException or JsonException or System.Security.Authentication.AuthenticationException;

    /// <summary>Reads the exception.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="deadlinePassed">True when the request had been given up by then: whatever it threw, that is why.</param>
    public static ProbeFailure Of(Exception error, bool deadlinePassed)
    {
        if (Find<QueueFullException>(error) is { } full) return new ProbeFailure(ProbeOutcome.TimedOut, full.Message, "EAGAIN");
        if (error is DaemonErrorException) return new ProbeFailure(ProbeOutcome.Answered, error.Message, null);
        if (deadlinePassed || error is OperationCanceledException || error is RpcException { StatusCode: StatusCode.DeadlineExceeded })
        {
            return new ProbeFailure(ProbeOutcome.TimedOut, "no answer within the deadline", "ETIMEDOUT");
        }

        if (Find<SocketException>(error) is { } socket)
        {
            // .NET keeps no ENOENT of a unix socket: it becomes "address not available", which a unix socket has no other use for.
            string errno = socket.SocketErrorCode == SocketError.AddressNotAvailable ? "ENOENT" : Linux.Errno.Name(socket.NativeErrorCode);
            bool refused = errno is "ECONNREFUSED" or "ENOENT" or "EACCES" or "EPERM" or "ENOTDIR" or "EPROTOTYPE";
            return new ProbeFailure(refused ? ProbeOutcome.Refused : ProbeOutcome.Failed, socket.Message, errno);
        }

        if (error is RpcException rpc)
        {
            // Without an exception below it, the status is what the server said; too large a message is said on this side.
            bool isAnswer = rpc.Status.DebugException is null && rpc.StatusCode is not (StatusCode.ResourceExhausted or StatusCode.Cancelled);
            return new ProbeFailure(isAnswer ? ProbeOutcome.Answered : ProbeOutcome.Failed, $"{rpc.StatusCode}: {Innermost(rpc.Status.DebugException)?.Message ?? rpc.Status.Detail}", null);
        }

        return new ProbeFailure(ProbeOutcome.Failed, Innermost(error)!.Message, null);
    }

    private static Exception? Innermost(Exception? error)
    {
        while (error?.InnerException is { } inner) error = inner;
        return error;
    }

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error is RpcException { Status.DebugException: { } below } ? below : error.InnerException)
        {
            if (error is T found) return found;
        }

        return null;
    }
}
