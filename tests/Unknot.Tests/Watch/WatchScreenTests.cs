using Unknot.Watch;

namespace Unknot.Tests.Watch;

public sealed class WatchScreenTests
{
    [Fact]
    public void Terminal_IsWrittenOverInPlaceAndLeftAsItWas()
    {
        StringWriter to = new() { NewLine = "\n" };
        using (WatchScreen screen = new(to, isTerminal: true, () => 24))
        {
            screen.Show(["one", "two"]);
            screen.Show(["three"]);
        }

        const string Enter = "\x1b[?1049h\x1b[?25l", Leave = "\x1b[?25h\x1b[?1049l";
        Assert.Equal($"{Enter}\x1b[Hone\x1b[K\r\ntwo\x1b[K\x1b[J\x1b[Hthree\x1b[K\x1b[J{Leave}three\n", to.ToString());
    }

    [Fact]
    public void TableHigherThanTheTerminal_DoesNotScrollIt()
    {
        StringWriter to = new();
        using WatchScreen screen = new(to, isTerminal: true, () => 3);
        screen.Show(["1", "2", "3", "4", "5"]);
        Assert.EndsWith("1\x1b[K\r\n2\x1b[K\r\n3\x1b[K\x1b[J", to.ToString());
    }

    [Fact]
    public void LeftTwice_IsLeftOnce()
    {
        StringWriter to = new();
        WatchScreen screen = new(to, isTerminal: true, () => null);
        screen.Dispose();
        screen.Dispose();
        screen.Show(["late"]);
        Assert.Single(to.ToString().Split("\x1b[?1049l"), part => part.Length == 0);
    }

    [Fact]
    public void NoTerminal_GetsTablesWithoutEscapes()
    {
        StringWriter to = new() { NewLine = "\n" };
        using (WatchScreen screen = new(to, isTerminal: false, () => null))
        {
            screen.Show(["one"]);
            screen.Show(["two"]);
        }

        Assert.Equal("one\n\ntwo\n\n", to.ToString());
    }
}
