using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Unknot.Node.Daemons;

/// <summary>gRPC to a daemon over its unix socket; calls are made by name, since services with the same messages have several.</summary>
internal sealed class GrpcConnection : IDisposable
{
    // The kubelet's own limit for answers of the runtime (pkg/kubelet/cri/remote, maxMsgSize).
    private const int MaxAnswer = 16 << 20;
    private readonly SocketDialer _dialer;
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;

    /// <summary>Makes a channel; connects at the first call.</summary>
    public GrpcConnection(SocketDialer dialer)
    {
        _dialer = dialer;
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = (_, cancellation) => dialer.ConnectAsync(cancellation),
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = SocketDialer.Patience,
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = MaxAnswer, MaxRetryAttempts = 1,
        });
        _invoker = _channel.CreateCallInvoker();
    }

    /// <summary>One request, one answer.</summary>
    /// <param name="service">Full name of the service.</param>
    /// <param name="method">Method.</param>
    /// <param name="request">Request.</param>
    /// <param name="parser">Parser of the answer.</param>
    /// <param name="cancellation">The deadline; the server is told at once.</param>
    /// <param name="headers">Headers of the request; null for none.</param>
    public async Task<TAnswer> CallAsync<TRequest, TAnswer>(
        string service, string method, TRequest request, MessageParser<TAnswer> parser, CancellationToken cancellation, Metadata? headers = null)
        where TRequest : class, IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        Method<TRequest, TAnswer> description = Describe<TRequest, TAnswer>(MethodType.Unary, service, method, parser);
        using AsyncUnaryCall<TAnswer> call = _invoker.AsyncUnaryCall(description, null, new CallOptions(headers, cancellationToken: cancellation), request);
        try
        {
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException) when (_dialer.IsQueueFull)
        {
            throw new QueueFullException(_dialer.Path);
        }
    }

    /// <summary>One request, answers without end.</summary>
    public async IAsyncEnumerable<TAnswer> StreamAsync<TRequest, TAnswer>(
        string service, string method, TRequest request, MessageParser<TAnswer> parser, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        where TRequest : class, IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        Method<TRequest, TAnswer> description = Describe<TRequest, TAnswer>(MethodType.ServerStreaming, service, method, parser);
        using AsyncServerStreamingCall<TAnswer> call = _invoker.AsyncServerStreamingCall(description, null, new CallOptions(cancellationToken: cancellation), request);
        while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false)) yield return call.ResponseStream.Current;
    }

    public void Dispose() => _channel.Dispose();

    private static Method<TRequest, TAnswer> Describe<TRequest, TAnswer>(MethodType type, string service, string method, MessageParser<TAnswer> parser)
        where TRequest : class, IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        MessageParser<TAnswer> lean = parser.WithDiscardUnknownFields(true);
        return new Method<TRequest, TAnswer>(
            type,
            service,
            method,
            Marshallers.Create<TRequest>(static m => m.ToByteArray(), static _ => throw new NotSupportedException()),
            Marshallers.Create(static m => m.ToByteArray(), bytes => lean.ParseFrom(bytes)));
    }
}
