using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>What one part of a dump gave. Stacks and states in the records are those of the parser that read it.</summary>
internal sealed class DumpPart(RecordWindow records, int maxProblems)
{
    public RecordWindow Records { get; } = records;

    public List<PartProblem> Problems { get; } = [];

    /// <summary>How many problems there were beyond the limit.</summary>
    public long UnlistedProblems { get; private set; }

    /// <summary>Stands for the owner of registers that the part before ended with.</summary>
    public const int InheritedOwner = -1;

    public List<RegisterBlock> Registers { get; } = [];

    /// <summary>Goroutine that registers further on belong to, or <see cref="InheritedOwner"/>.</summary>
    public int RegisterOwner { get; set; } = InheritedOwner;

    /// <summary>True where the next goroutine will be the owner of registers.</summary>
    public bool WantsRegisterOwner { get; set; }

    public bool IsCutAtStart { get; set; }

    public bool IsTruncated { get; set; }

    /// <summary>Where the first header stands; -1 without one.</summary>
    public long FirstHeader { get; set; } = -1;

    /// <summary>Set where the limit of goroutines ended the reading.</summary>
    public bool ReachedLimit { get; set; }

    public void Report(ParseProblemCode code, long offset, ReadOnlySpan<byte> text) => Report(code, offset, Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]));

    public void Report(ParseProblemCode code, long offset, string text)
    {
        if (Problems.Count < maxProblems) Problems.Add(new PartProblem(code, offset, text));
        else UnlistedProblems++;
    }

    /// <summary>Reports that a goroutine and what follows it were not read.</summary>
    public void ReportLimit(long offset, long id) => Report(ParseProblemCode.LimitReached, offset, $"goroutine {id}");
}

/// <summary>A problem whose line is not yet known.</summary>
internal readonly record struct PartProblem(ParseProblemCode Code, long Offset, string Text);

/// <summary>Registers of a thread that got a signal.</summary>
/// <param name="Goroutine">Index of the goroutine that ran on it, within its part; <see cref="DumpPart.InheritedOwner"/> for one of an earlier part.</param>
/// <param name="Offset">Where the block starts.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct RegisterBlock(int Goroutine, long Offset, int Length);
