using System.Text.Json;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

/// <summary>The fixtures of DataDog's gostackparse with its results, which we keep beside the repository and do not copy into it.</summary>
public sealed class GostackparseFixtureTests
{
    [Fact]
    public void Fixtures_AgreeWithTheirGoldens()
    {
        string? folder = FindFolder("20-parser-fixtures-gostackparse");
        Assert.SkipWhen(folder is null, "../shared/cases/public is not here");
        string[] goldens = Directory.GetFiles(folder, "*.golden.json");
        Assert.NotEmpty(goldens);
        foreach (string golden in goldens)
        {
            (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(File.ReadAllBytes(golden.Replace(".golden.json", ".txt", StringComparison.Ordinal)));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(golden));
            bool hasErrors = document.RootElement.GetProperty("Errors").ValueKind == JsonValueKind.Array;
            Assert.Equal(hasErrors, problems.Count > 0 || dump.Goroutines.Any(g => g.Stack.Frames.Count == 0));
            Dictionary<long, Goroutine> byId = dump.Goroutines.ToDictionary(g => g.Id);
            foreach (JsonElement expected in document.RootElement.GetProperty("Goroutines").EnumerateArray())
            {
                Assert.Equal(Describe(expected), Describe(byId[expected.GetProperty("ID").GetInt64()]));
            }
            // Theirs drops a goroutine for an odd line; ours keeps it.
            if (!hasErrors) Assert.Equal(document.RootElement.GetProperty("Goroutines").GetArrayLength(), dump.Count);
        }
    }

    /// <summary>A public case beside the repository; null where there is none.</summary>
    public static string? FindFolder(string name)
    {
        for (DirectoryInfo? up = new(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            foreach (string place in (string[])["shared", "../shared"])
            {
                string folder = Path.Combine(up.FullName, place, "cases", "public", name);
                if (Directory.Exists(folder)) return folder;
            }
        }
        return null;
    }

    private static string Describe(JsonElement goroutine)
    {
        JsonElement createdBy = goroutine.GetProperty("CreatedBy");
        return string.Join('\n', (string[])[
            $"{goroutine.GetProperty("State").GetString()} {goroutine.GetProperty("Wait").GetInt64() / 60_000_000_000} {goroutine.GetProperty("LockedToThread").GetBoolean()} {goroutine.GetProperty("FramesElided").GetBoolean()}",
            .. goroutine.GetProperty("Stack").EnumerateArray().Select(DescribeFrame),
            createdBy.ValueKind == JsonValueKind.Null ? "" : DescribeFrame(createdBy)]);
    }

    private static string DescribeFrame(JsonElement frame) => $"{frame.GetProperty("Func").GetString()} {frame.GetProperty("File").GetString()}:{frame.GetProperty("Line").GetInt32()}";

    private static string Describe(Goroutine goroutine) => string.Join('\n', (string[])[
        $"{goroutine.State} {goroutine.WaitMinutes ?? 0} {goroutine.IsLockedToThread} {goroutine.ReadDetails().FramesElided != 0}",
        .. goroutine.Stack.Frames.Select(f => f.ToString()),
        goroutine.Stack.CreatedBy?.ToString() ?? ""]);
}
