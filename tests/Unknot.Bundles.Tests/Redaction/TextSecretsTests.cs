namespace Unknot.Bundles.Tests.Redaction;

public sealed class TextSecretsTests
{
    // Put together here: no scanner of secrets should take this file for a leak.
    private const string Jwt = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    private const string AwsId = "AK" + "IAIOSFODNN7EXAMPLE";
    private const string Pem = "-----BEGIN RSA PRIVATE " + "KEY-----\nMIIEpAIBAAKCAQEA0Z\nabcd+/==\n-----END RSA PRIVATE " + "KEY-----";

    [Theory]
    [InlineData("mysqld --password=hunter2 --port=1", "mysqld --password=<redacted:password> --port=1")]
    [InlineData("x --token abcdefgh y", "x --token <redacted:token> y")]
    [InlineData("x --client-secret 'a b' y", "x --client-secret '<redacted:token>' y")]
    [InlineData("PGPASSWORD=hunter2 psql", "PGPASSWORD=<redacted:password> psql")]
    [InlineData("MYSQL_PWD=hunter2 mysql", "MYSQL_PWD=<redacted:password> mysql")]
    [InlineData("mysql -uroot -phunter2 db", "mysql -uroot -p<redacted:password> db")]
    [InlineData("sh -c \"mysqldump -phunter2\"", "sh -c \"mysqldump -p<redacted:password>\"")]
    [InlineData("/usr/bin/sshpass -p hunter2 ssh host", "/usr/bin/sshpass -p <redacted:password> ssh host")]
    [InlineData("redis-cli -a hunter2 ping", "redis-cli -a <redacted:password> ping")]
    [InlineData("curl -u me:hunter2 http://x/", "curl -u me:<redacted:password> http://x/")]
    [InlineData("docker login -u me -p hunter2 reg", "docker login -u me -p <redacted:password> reg")]
    [InlineData("get https://me:hunter2@reg.example/v2/ now", "get https://me:<redacted:url>@reg.example/v2/ now")]
    [InlineData("amqp://u:p@h@host/", "amqp://u:<redacted:url>@host/")]
    [InlineData("https://0123456789abcdefghij0123@git.example/x", "https://<redacted:url>@git.example/x")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer <redacted:authorization>")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic <redacted:authorization>")]
    [InlineData("map[Authorization:[Bearer abcdef] Host:[x]]", "map[Authorization:[Bearer <redacted:authorization>] Host:[x]]")]
    [InlineData("-H 'Authorization: Bearer abc' url", "-H 'Authorization: Bearer <redacted:authorization>' url")]
    [InlineData("sent bearer 0123456789abcdef0", "sent bearer <redacted:authorization>")]
    [InlineData("X-Registry-Auth: eyJ1c2VybmFtZSI6", "X-Registry-Auth: <redacted:registry>")]
    [InlineData("{\"auth\": \"dXNlcjpwYXNz\",", "{\"auth\": \"<redacted:registry>\",")]
    [InlineData("{\"identitytoken\":\"abc\" broken", "{\"identitytoken\":\"<redacted:registry>\" broken")]
    [InlineData("GET /x?access_token=abc&b=1", "GET /x?access_token=<redacted:token>&b=1")]
    [InlineData("  password: hunter2", "  password: <redacted:password>")]
    [InlineData("- token: abc", "- token: <redacted:token>")]
    [InlineData("level=info token=\"a b c\" x=1", "level=info token=\"<redacted:token>\" x=1")]
    [InlineData("msg=\"cfg {\\\"password\\\":\\\"hunter2\\\"}\"", "msg=\"cfg {\\\"password\\\":\\\"<redacted:password>\\\"}\"")]
    [InlineData("kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:12ab", "kubeadm join 10.0.0.1:6443 --token <redacted:bootstrap-token> --discovery-token-ca-cert-hash sha256:12ab")]
    [InlineData("the bootstrap token abcdef.0123456789abcdef is old", "the bootstrap token <redacted:bootstrap-token> is old")]
    [InlineData("Environment=A=b C=d\nUser=x", "Environment=<redacted:env>\nUser=x")]
    [InlineData("aws_secret_access_key = abc/def", "aws_secret_access_key = <redacted:token>")]
    [InlineData("id " + AwsId + ".", "id <redacted:aws-key>.")]
    [InlineData("jwt " + Jwt + " end", "jwt <redacted:jwt> end")]
    [InlineData("a\n" + Pem + "\nb", "a\n<redacted:private-key>\nb")]
    public void Secret_IsReplaced(string text, string expected) => Assert.Equal(expected, Redacted.Of(text));

    [Theory]
    [InlineData("github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc0005a3000, {0xc000fe6500?, 0x40?})")]
    [InlineData("\t/usr/src/kubernetes/pkg/kubelet/secret/secret.go:120 +0x1a5")]
    [InlineData("k8s.io/kubernetes/pkg/kubelet/token.(*Manager).cleanup(0xc000123456)")]
    [InlineData("goroutine 364 [semacquire, 4 minutes]:")]
    [InlineData("0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod8d3f2c1a_1b2c_4d5e_8f90_0123456789ab.slice/cri-containerd-405159d4c7d9aaf0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56.scope")]
    [InlineData("registry.example/app@sha256:405159d4c7d9aaf0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56")]
    [InlineData("/usr/bin/containerd-shim-runc-v2 -namespace moby -id 405159d4c7d9aaf0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56 -address /run/containerd/containerd.sock")]
    [InlineData("kubelet --bootstrap-kubeconfig=/etc/kubernetes/b.conf --tls-private-key-file=/x.key --authentication-token-webhook=true --token-auth-file=/t")]
    [InlineData("dockerd -H unix:///var/run/docker.sock --containerd=/run/containerd/containerd.sock -p 80")]
    [InlineData("MountVolume.SetUp failed for volume \"default-token-abc12\" (UniqueName: \"kubernetes.io/secret/8d3f2c1a-1b2c-4d5e-8f90-0123456789ab-default-token-abc12\")")]
    [InlineData("error: unexpected token: expected }")]
    [InlineData("PWD=/root OLDPWD=/tmp")]
    [InlineData("docker run -p 8080:80 mysql:8")]
    [InlineData("ssh://git@host/x unix:///run/x.sock dns:///a@b")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    [InlineData("password=<redacted:password> token=\"\" secret=true")]
    [InlineData("org.freedesktop.systemd1 cookie=4294967290 reply_cookie=12")]
    public void Evidence_Stays(string text) => Assert.Equal(text, Redacted.Of(text));

    [Fact]
    public void PrivateKeyThatIsCutOff_LeavesNoneOfItsText()
    {
        string cut = Pem[..Pem.IndexOf("-----END", StringComparison.Ordinal)];
        Assert.Equal("x <redacted:private-key>", Redacted.Of("x " + cut));
    }

    [Fact]
    public void Counts_AreByKind()
    {
        Redacted.Of("password=a password=b token=c", out IReadOnlyDictionary<string, long> counts);
        Assert.Equal([("password", 2L), ("token", 1L)], counts.Select(c => (c.Key, c.Value)));
    }

    [Fact]
    public void PlaceholderTellsNoLength() => Assert.Equal(Redacted.Of("password=a"), Redacted.Of("password=" + new string('a', 900)));

    [Fact]
    public void TwoRulesOnOneSecret_LeaveNothingOfIt()
    {
        string redacted = Redacted.Of("curl -u me:password=hunter2 x");
        Assert.DoesNotContain("hunter2", redacted);
    }
}
