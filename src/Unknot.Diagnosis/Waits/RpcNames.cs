namespace Unknot.Diagnosis.Waits;

/// <summary>
/// Names of RPC methods out of the functions that protoc's Go plugins generate, the same on both ends: <c>(*tasksClient).Create</c> calls
/// what <c>_Tasks_Create_Handler</c> serves (google.golang.org/grpc/cmd/protoc-gen-go-grpc; github.com/containerd/ttrpc/cmd/protoc-gen-go-ttrpc).
/// </summary>
internal static class RpcNames
{
    /// <summary><c>Tasks.Create</c> for <c>…/tasks/v1.(*tasksClient).Create</c>; null when it is no client stub.</summary>
    public static string? ClientStub(string function)
    {
        int open = function.LastIndexOf("(*", StringComparison.Ordinal);
        if (open < 0) return null;
        int close = function.IndexOf(").", open, StringComparison.Ordinal);
        if (close < 0) return null;
        ReadOnlySpan<char> type = function.AsSpan(open + 2, close - open - 2);
        if (!type.EndsWith("Client", StringComparison.Ordinal) || type.Length <= "Client".Length || !char.IsLower(type[0])) return null;
        ReadOnlySpan<char> method = function.AsSpan(close + 2);
        if (method.IsEmpty || !char.IsUpper(method[0]) || method.Contains('.') || method is "Recv" or "Send" or "RecvMsg" or "CloseSend" or "Do") return null;
        return Service(type[..^"Client".Length]) + "." + method.ToString();
    }

    /// <summary><c>Tasks.Create</c> for <c>…._Tasks_Create_Handler</c>; an empty string for a ttrpc server's dispatch; null when it is no handler.</summary>
    public static string? Handler(string function)
    {
        if (function.Contains("ttrpc.(*serverConn)", StringComparison.Ordinal) || function.Contains("ttrpc.(*serviceSet)", StringComparison.Ordinal)) return null;
        if (IsTtrpcRegistration(function)) return "";
        int at = function.LastIndexOf("._", StringComparison.Ordinal);
        if (at < 0) return null;
        string name = function[(at + 2)..];
        int end = name.IndexOf("_Handler", StringComparison.Ordinal);
        if (end < 0) return null;
        int split = name.IndexOf('_');
        return split < 0 || split >= end ? null : name[..split] + "." + name[(split + 1)..end];
    }

    /// <summary>Method of a ttrpc server goroutine: the frame inside <c>RegisterTaskService.func7</c> is the service's method.</summary>
    public static string? TtrpcServed(string registration, string serviceMethod)
    {
        int at = registration.LastIndexOf(".Register", StringComparison.Ordinal);
        int end = at < 0 ? -1 : registration.IndexOf("Service", at, StringComparison.Ordinal);
        if (end < 0) return null;
        string service = registration[(at + ".Register".Length)..end].Replace("TTRPC", "", StringComparison.Ordinal);
        int dot = serviceMethod.LastIndexOf('.');
        return service + "." + serviceMethod[(dot + 1)..];
    }

    private static bool IsTtrpcRegistration(string f)
    {
        int at = f.LastIndexOf(".Register", StringComparison.Ordinal);
        return at >= 0 && f.IndexOf("Service.func", at, StringComparison.Ordinal) > 0;
    }

    private static string Service(ReadOnlySpan<char> lower)
    {
        if (lower.StartsWith("ttrpc", StringComparison.Ordinal) && lower.Length > 5) lower = lower[5..];
        if (lower.StartsWith("grpc", StringComparison.Ordinal) && lower.Length > 4) lower = lower[4..];
        return char.ToUpperInvariant(lower[0]) + lower[1..].ToString();
    }
}
