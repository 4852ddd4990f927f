using System.Globalization;
using System.Text.Json;
using Unknot.Bundles;
using Unknot.Diagnosis;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Go.Dumps;

namespace Unknot.Fuzz;

/// <summary>Makes inputs and feeds them to one part of the product; throws where the part breaks a promise. One per thread.</summary>
public sealed class FuzzTarget
{
    /// <summary>What can be fuzzed.</summary>
    public static readonly IReadOnlyList<string> Names = ["dump", "recognise", "archive", "diagnose"];

    private static readonly Lazy<byte[][]> s_dumps = new(() => [.. TextSeeds.Dumps(), .. FileSeeds.Dumps()]);
    private static readonly Lazy<(string Path, byte[] Content)[]> s_evidence = new(() => [.. TextSeeds.Evidence(), .. FileSeeds.Sample()]);
    private static readonly DumpLimits s_wide = new() { Threads = 1 };
    private static readonly DumpLimits s_tight = new() { MaxProblems = 20, MaxFrames = 12, MaxGoroutines = 8, MaxLineBytes = 200, MaxDecompressedBytes = 1 << 20, Threads = 1 };

    /// <summary>Small enough that many bombs can go off in a minute.</summary>
    private static readonly BundleLimits s_bundle = new() { MaxTotalBytes = 8 << 20, RatioGrace = 1 << 20, MaxBytesInMemory = 4 << 20, MaxGaps = 50 };

    private readonly string _name;
    private readonly Mutator _mutator;
    private readonly string[] _paths;

    /// <param name="name">One of <see cref="Names"/>.</param>
    public FuzzTarget(string name)
    {
        if (!Names.Contains(name)) throw new ArgumentOutOfRangeException(nameof(name), name, "no such target: " + string.Join(' ', Names));
        _name = name;
        _paths = [.. s_evidence.Value.Select(e => e.Path), "proc/7/fd/3", "dockerd-goroutine-stacks-2026-11-23T182954Z.log", "containerd.77.stacks.log", "a"];
        _mutator = new Mutator(name switch
        {
            "dump" => s_dumps.Value,
            "archive" => [.. ArchiveSeeds.All()],
            _ => [.. s_dumps.Value.Take(40), .. s_evidence.Value.Select(e => e.Content)],
        });
    }

    /// <summary>The bytes of an input; of its first file where it has several.</summary>
    public byte[] Input(ulong seed, long index)
    {
        Dice dice = new(seed, index);
        return Make(ref dice);
    }

    /// <summary>Makes one input and runs it.</summary>
    public void Run(ulong seed, long index)
    {
        Dice dice = new(seed, index);
        byte[] input = Make(ref dice);
        switch (_name)
        {
            case "dump": Parse(input, dice.OneIn(4) ? s_tight : s_wide); break;
            case "archive": BundleReader.Read(["-"], Options(new MemoryStream(input))); break;
            case "recognise": Recognise(input, 0, ref dice); break;
            default: Diagnose(Recognise(input, dice.Below(4), ref dice)); break;
        }
    }

    /// <summary>Runs a given input as a dump, with all that can be asked of one.</summary>
    public static void RunDump(byte[] input) => Parse(input, s_wide);

    /// <summary>Runs a given input as the only file of a bundle, up to the printed report.</summary>
    public static void RunFile(byte[] input, string path)
    {
        EvidenceSnapshot snapshot = new();
        GapList gaps = new(snapshot, s_bundle);
        EvidenceRecogniser recogniser = new(Options(null), snapshot, gaps);
        recogniser.Take(new BundleEntry(path, null, input));
        Finish(recogniser, snapshot, gaps);
        Diagnose(snapshot);
    }

    private byte[] Make(ref Dice dice)
    {
        byte[] input = _mutator.Make(ref dice);
        if (_name != "archive") return input;
        if (dice.OneIn(2)) ArchiveSeeds.Repair(input);
        return dice.OneIn(8) ? ArchiveSeeds.Gzip(input) : input;
    }

    private static BundleOptions Options(Stream? input) => new() { StandardInput = input, Limits = s_bundle, DumpLimits = s_wide, ComputeDigests = false };

    private static void Parse(byte[] input, DumpLimits limits)
    {
        DumpFormat? form = GoroutineDumpParser.Recognise(input);
        ParsedDumps parsed = GoroutineDumpParser.Parse(input, limits);
        Require(form is not null || parsed.Dumps.Count == 0, "a dump was found where nothing was recognised");
        Require(parsed.Problems.Count <= limits.MaxProblems + 1, "more problems than the limit");
        Require(parsed.Dumps.Sum(d => d.Count) <= limits.MaxGoroutines, "more goroutines than the limit");
        foreach (GoroutineDump dump in parsed.Dumps)
        {
            foreach (Goroutine goroutine in dump.Goroutines.Take(20))
            {
                GoroutineDetails details = goroutine.ReadDetails();
                Require(goroutine.Line >= 0 && goroutine.State is not null && details.Frames.Count == goroutine.Stack.Frames.Count, "details and stack differ");
                Require(details.Frames.Count <= limits.MaxFrames, "more frames than the limit");
            }

            Require(dump.FindWords([new AddressRange(0, ulong.MaxValue)], maxHits: 50).Count <= 50, "more words than asked for");
            dump.FindWords([new AddressRange(0xc000000000, 0xc0ffffffff), new AddressRange(1, 2)], [0]);
        }
    }

    /// <summary>Recognises the input and some more files as if they stood in one bundle.</summary>
    private EvidenceSnapshot Recognise(byte[] input, int more, ref Dice dice)
    {
        EvidenceSnapshot snapshot = new();
        GapList gaps = new(snapshot, s_bundle);
        EvidenceRecogniser recogniser = new(Options(null), snapshot, gaps);
        for (int i = 0; i <= more; i++)
        {
            DateTimeOffset? modified = dice.OneIn(2) ? DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) : null;
            string path = dice.Of(_paths);
            recogniser.Take(new BundleEntry(path, modified, i == 0 ? input : Make(ref dice), dice.OneIn(50) ? "socket:[12345]" : null));
        }

        Finish(recogniser, snapshot, gaps);
        return snapshot;
    }

    private static void Finish(EvidenceRecogniser recogniser, EvidenceSnapshot snapshot, GapList gaps)
    {
        recogniser.Complete();
        SnapshotCompletion.Complete(snapshot);
        gaps.Complete();
        Gap? broken = snapshot.Gaps.FirstOrDefault(g => g.Reason.StartsWith("could not be understood", StringComparison.Ordinal));
        Require(broken is null, $"a format threw: {broken?.Reason}");
    }

    private static void Diagnose(EvidenceSnapshot snapshot)
    {
        Report report = Diagnoser.Diagnose(snapshot);
        using StringWriter text = new(CultureInfo.InvariantCulture);
        ReportText.Write(report, text, evidence: true);
        Require(!text.ToString().Any(c => char.IsControl(c) && c != '\n'), "a control character reaches the terminal");
        using MemoryStream json = new();
        ReportJson.Write(report, json);
        json.Position = 0;
        using JsonDocument read = JsonDocument.Parse(json);
        Require(read.RootElement.ValueKind == JsonValueKind.Object, "the report is no JSON object");
    }

    private static void Require(bool holds, string broken)
    {
        if (!holds) throw new BrokenPromiseException(broken);
    }
}
