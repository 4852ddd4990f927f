using System.Net;
using System.Net.Sockets;
using System.Text;
using Unknot.Commands;
using Unknot.Watch;

namespace Unknot.Tests.Watch;

public sealed class MetricsServerTests
{
    [Fact]
    public async Task Scrape_GetsWhatWasPublishedLast()
    {
        using MetricsServer server = MetricsServer.Start("0");
        server.Publish("a 1\n");
        server.Publish("a 2\n");
        using HttpClient client = new();
        using HttpResponseMessage answer = await client.GetAsync($"http://{server.Address}/metrics");
        Assert.Equal("a 2\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404")]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405")]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 405")]
    [InlineData("GET /metrics?x=1 HTTP/1.0\r\n\r\n", "HTTP/1.1 200")]
    public async Task OtherRequests_AreRefused(string request, string status)
    {
        using MetricsServer server = MetricsServer.Start("127.0.0.1:0");
        using TcpClient client = new();
        await client.ConnectAsync(server.Address);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(client.GetStream());
        Assert.StartsWith(status, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task ManyThatSayNothing_DoNotEndIt()
    {
        using MetricsServer server = MetricsServer.Start("0");
        List<TcpClient> idle = [];
        for (int i = 0; i < 7; i++)
        {
            idle.Add(new TcpClient());
            await idle[i].ConnectAsync(server.Address);
        }

        using HttpClient client = new();
        Assert.Equal("", await client.GetStringAsync($"http://{server.Address}/metrics"));
        idle.ForEach(c => c.Dispose());
    }

    [Theory]
    [InlineData("9100", "127.0.0.1:9100")]
    [InlineData(":9100", "127.0.0.1:9100")]
    [InlineData("localhost:1", "127.0.0.1:1")]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("host:80", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("99999", null)]
    public void Address_IsALoopbackOneUnlessSaidOtherwise(string text, string? address) => Assert.Equal(address, MetricsServer.Parse(text)?.ToString());

    [Fact]
    public void PortInUse_IsAWrongCallThatSaysSo()
    {
        TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        WrongCallException error = Assert.Throws<WrongCallException>(() => MetricsServer.Start(other.LocalEndpoint.ToString()!));
        Assert.Contains("cannot listen on 127.0.0.1:", error.Message);
        other.Stop();
    }
}
