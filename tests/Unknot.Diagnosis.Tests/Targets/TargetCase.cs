using System.Text.Json;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Tests.Findings;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Tests.Targets;

/// <summary>A dump of a program that hangs on purpose, with what is true of it (tests/targets/README.md).</summary>
internal sealed record TargetCase(string Name, string GoVersion, GoroutineDump Dump, string Shape, long[] Roots, TargetLock[] Locks)
{
    private static readonly string Folder = Path.Combine(FindingsTestData.RepositoryRoot, "tests", "corpus", "targets");

    /// <summary>Name and Go version of each recorded case; those of one target where a name is given.</summary>
    public static IEnumerable<(string Name, string GoVersion)> Names(Func<string, bool> wanted) =>
        from folder in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal)
        let name = Path.GetFileName(folder)
        where wanted(name)
        from file in Directory.GetFiles(folder, "*.truth.json").Order(StringComparer.Ordinal)
        select (name, Path.GetFileName(file)[..^".truth.json".Length]);

    public static TargetCase Read(string name, string goVersion, string rendering = "txt")
    {
        string at = Path.Combine(Folder, name, goVersion);
        GoroutineDump dump = GoroutineDumpParser.Parse(File.ReadAllBytes($"{at}.{rendering}")).Dumps[0];
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes($"{at}.truth.json"));
        JsonElement root = truth.RootElement;
        return new TargetCase(name, goVersion, dump, root.GetProperty("shape").GetString()!, Ids(root, "roots"), LocksOf(root.GetProperty("locks")));
    }

    public EvidenceSnapshot Snapshot()
    {
        EvidenceSnapshot snapshot = new();
        snapshot.Dumps.Add(new DumpEvidence(Dump, Components.Application, null, null, null, new Provenance(new EvidenceFile("goroutine-dump", Name + ".txt"), 1)));
        return snapshot;
    }

    private static TargetLock[] LocksOf(JsonElement locks) => locks.ValueKind == JsonValueKind.Array ? [.. locks.EnumerateArray().Select(LockOf)] : [];

    private static TargetLock LockOf(JsonElement element) => new(
        element.GetProperty("kind").GetString()!, Convert.ToUInt64(element.GetProperty("address").GetString()![2..], 16), Ids(element, "waiters"), Ids(element, "holders"));

    private static long[] Ids(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(i => i.GetInt64()).Order()] : [];
}

/// <summary>A lock of a target, who waits for it and who holds it.</summary>
internal sealed record TargetLock(string Kind, ulong Address, long[] Waiters, long[] Holders);
