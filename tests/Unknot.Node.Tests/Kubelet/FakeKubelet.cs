using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Unknot.Node.Tests.Kubelet;

/// <summary>
/// A TCP port that answers as a kubelet's does; a fake, since a real kubelet needs a cluster. Over TLS it asks for a token, and plain HTTP there gets
/// the words of Go's <c>net/http</c>.
/// </summary>
internal sealed class FakeKubelet : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyDictionary<string, string> _answers;
    private readonly X509Certificate2? _certificate;
    private readonly string? _token;

    public FakeKubelet(IReadOnlyDictionary<string, string> answers, string? token = null)
    {
        (_answers, _token) = (answers, token);
        _certificate = token is null ? null : Certificate();
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Tokens that were sent without TLS: there must be none.</summary>
    public bool SawTokenInTheClear { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            byte[] first = new byte[1];
            await client.Client.ReceiveAsync(first, SocketFlags.Peek);
            const byte clientHello = 0x16;
            Stream stream = client.GetStream();
            bool isTls = first[0] == clientHello;
            if (isTls)
            {
                SslStream tls = new(stream);
                await tls.AuthenticateAsServerAsync(_certificate!);
                stream = tls;
            }

            await AnswerAsync(stream, isTls);
        }
    }

    private async Task AnswerAsync(Stream stream, bool isTls)
    {
        byte[] buffer = new byte[8192];
        while (await stream.ReadAsync(buffer) is > 0 and var length)
        {
            string request = Encoding.ASCII.GetString(buffer, 0, length);
            string path = request.Split(' ')[1];
            if (!isTls && request.Contains("Bearer", StringComparison.Ordinal)) SawTokenInTheClear = true;
            (int status, string body) = _token is not null && !isTls ? (400, "Client sent an HTTP request to an HTTPS server.\n")
                : _token is not null && !request.Contains($"Bearer {_token}\r\n", StringComparison.Ordinal) ? (401, "Unauthorized")
                : _answers.TryGetValue(path, out string? known) ? (200, known) : (404, "404 page not found\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }
    }
}
