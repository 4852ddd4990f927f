using System.Text.Json;

namespace Unknot.Tests.EndToEnd;

/// <summary>This machine watched, whatever runs on it: so only the form counts, and that it ends.</summary>
public sealed class WatchTests
{
    private static readonly int[] s_ends = [0, 1];

    [Fact]
    public void Json_IsOneLineARound()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be watched");
        ProgramRun run = UnknotProgram.Run("watch", "--json", "--count", "3", "--interval", "0.2");
        Assert.Equal("", run.Error);
        Assert.Contains(run.ExitCode, s_ends);
        JsonElement[] rounds = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal([1, 2, 3], rounds.Select(r => r.GetProperty("round").GetInt32()));
        Assert.Equal(run.ExitCode == 1, rounds[^1].GetProperty("hangs").GetBoolean());
    }

    [Fact]
    public void Table_HasNoEscapesInAFile()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be watched");
        ProgramRun run = UnknotProgram.Run("watch", "--count", "1");
        Assert.StartsWith("unknot watch  ", run.Output);
        Assert.DoesNotContain('\x1b', run.Output);
    }

    [Theory]
    [InlineData("--count", "0")]
    [InlineData("--interval", "0.01")]
    [InlineData("--prometheus", "nowhere")]
    [InlineData("--proc", "/nonexistent")]
    public void WrongCall_IsOneLineAndTwo(string option, string value)
    {
        ProgramRun run = UnknotProgram.Run("watch", option, value);
        Assert.Equal((2, "", 1), (run.ExitCode, run.Output, run.Error.TrimEnd('\n').Split('\n').Length));
    }
}
