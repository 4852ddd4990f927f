using System.Text;
using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class DockerStatesTests
{
    private const string List = """
        [{"Id":"a1","Names":["/k8s_web","/alias"],"Image":"i","Ports":[{"PrivatePort":80}],"Labels":{"x":"y","io.kubernetes.pod.name":"cart-0","io.kubernetes.pod.namespace":"shop"},
          "State":"running","Status":"Up 5 minutes","HostConfig":{"NetworkMode":"none"},"Mounts":[]},
         {"Id":"b2","Names":null,"Labels":null,"State":"strange"},
         7, {"Names":["/no-id"]}]
        """;

    [Fact]
    public void List_GivesIdNamePodAndState() => Assert.Equal(
        [new ListedContainer("a1", "k8s_web", "shop/cart-0", "running"), new ListedContainer("b2", "", null, "strange")],
        Read(List, []));

    [Fact]
    public void SameContainers_AreTheSameObjects()
    {
        IReadOnlyList<ListedContainer> first = Read(List, []);
        Assert.Same(first, Read(List.Replace("Up 5 minutes", "Up 6 minutes"), first));
        IReadOnlyList<ListedContainer> changed = Read(List.Replace("strange", "exited"), first);
        Assert.NotSame(first, changed);
        Assert.Same(first[0], changed[0]);
        Assert.Equal("exited", changed[1].State);
    }

    [Fact]
    public void NameWithAnEscape_IsUnescaped() => Assert.Equal("a\u001bb", Read("""[{"Id":"x","Names":["/a\u001bb"]}]""", [new ListedContainer("x", "ab", null, "")])[0].Name);

    [Fact]
    public void NoArray_IsRefused() => Assert.Throws<InvalidDataException>(() => Read("""{"message":"no"}""", []));

    [Theory]
    [InlineData("""{"Id":"a","State":{"Running":true,"Health":{"Status":"x"},"Status":"running","Pid":7},"Config":{"State":{"Status":"no"}}}""", "running")]
    [InlineData("""{"Id":"a","State":null}""", null)]
    [InlineData("""{"Id":"a"}""", null)]
    public void Inspect_GivesItsOwnStatus(string json, string? state) => Assert.Equal(state, DockerStates.ReadInspect(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Info_GivesTheGoroutines() => Assert.Equal(48, DockerStates.ReadGoroutines("""{"Plugins":{"NGoroutines":1},"NGoroutines":48,"x":[1]}"""u8));

    private static IReadOnlyList<ListedContainer> Read(string json, IReadOnlyList<ListedContainer> before) => DockerStates.ReadList(Encoding.UTF8.GetBytes(json), before);
}
