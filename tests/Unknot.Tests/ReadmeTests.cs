using System.Text;
using Unknot.Tests.EndToEnd;

namespace Unknot.Tests;

/// <summary>
/// Runs the README: in each <c>console</c> block a line <c>$ ./unknot …</c> is a call, and the lines below it are what it prints; a line <c>…</c> stands
/// for any number of lines. So the README cannot rot.
/// </summary>
public sealed class ReadmeTests
{
    public static TheoryData<string, string> Examples()
    {
        TheoryData<string, string> examples = [];
        foreach ((string call, string output) in ExamplesIn(File.ReadAllText(Repository.PathOf("README.md")))) examples.Add(call, output);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_PrintsWhatTheReadmeShows(string call, string shown)
    {
        ProgramRun run = UnknotProgram.Run(ArgumentsOf(call), input: "", workingDirectory: Repository.Root);
        string[] printed = run.Output.TrimEnd('\n').Split('\n');
        string[] expected = shown.TrimEnd('\n').Split('\n');
        Assert.True(Matches(printed, expected), $"$ ./unknot {call}\nprinted\n{run.Output}{run.Error}\nand the README shows\n{shown}");
    }

    [Theory]
    [InlineData("a\nb", "a\nb", true)]
    [InlineData("a\nb", "a", false)]
    [InlineData("a\nb\nc", "a\n…\nc", true)]
    [InlineData("a\nb\nc", "…", true)]
    [InlineData("a\nb\nc", "…\nb", false)]
    [InlineData("a\nb\nb\nc", "…\nb\nc", true)]
    [InlineData("a", "a\n…", true)]
    public void Wildcard_StandsForAnyNumberOfLines(string printed, string expected, bool matches) => Assert.Equal(matches, Matches(printed.Split('\n'), expected.Split('\n')));

    private static IEnumerable<(string Call, string Output)> ExamplesIn(string readme)
    {
        const string Prompt = "$ ./unknot ";
        bool inBlock = false;
        string? call = null;
        StringBuilder output = new();
        foreach (string line in readme.Split('\n'))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            if (call is not null && (fence || line.StartsWith("$ ", StringComparison.Ordinal)))
            {
                yield return (call, output.ToString());
                call = null;
            }
            if (fence) inBlock = line == "```console";
            else if (inBlock && line.StartsWith(Prompt, StringComparison.Ordinal)) (call, output) = (line[Prompt.Length..], new StringBuilder());
            else if (call is not null) output.Append(line).Append('\n');
        }
    }

    private static bool Matches(ReadOnlySpan<string> printed, ReadOnlySpan<string> expected)
    {
        if (expected.IsEmpty) return printed.IsEmpty;
        if (expected[0] != "…") return !printed.IsEmpty && printed[0].TrimEnd() == expected[0].TrimEnd() && Matches(printed[1..], expected[1..]);
        for (int i = 0; i <= printed.Length; i++)
        {
            if (Matches(printed[i..], expected[1..])) return true;
        }
        return false;
    }

    /// <summary>Splits a call as a shell does, with single and double quotes and nothing else: no pipes, no variables.</summary>
    private static string[] ArgumentsOf(string call)
    {
        List<string> arguments = [];
        StringBuilder? current = null;
        char quote = '\0';
        foreach (char c in call)
        {
            if (quote != '\0') { if (c == quote) quote = '\0'; else current!.Append(c); }
            else if (c is '\'' or '"') (quote, current) = (c, current ?? new StringBuilder());
            else if (c == ' ') { if (current is not null) arguments.Add(current.ToString()); current = null; }
            else (current ??= new StringBuilder()).Append(c);
        }
        if (current is not null) arguments.Add(current.ToString());
        Assert.DoesNotContain("|", arguments);
        return [.. arguments];
    }
}
