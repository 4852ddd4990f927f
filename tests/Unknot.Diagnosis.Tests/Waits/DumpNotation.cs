using System.Text;

namespace Unknot.Diagnosis.Tests.Waits;

/// <summary>
/// Goroutine dumps in a short notation, so that a test is a few lines. <c>12 semacquire, 5 minutes</c> begins a goroutine; the lines below
/// are its functions, innermost first; <c>lock 0xc000a0</c> stands for the three frames of a blocked Mutex.Lock in current builds.
/// </summary>
internal static class DumpNotation
{
    public static string Expand(string notation)
    {
        StringBuilder text = new();
        foreach (string line in notation.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsAsciiDigit(line[0])) Begin(text, line);
            else if (line.StartsWith("lock ", StringComparison.Ordinal)) Lock(text, line["lock ".Length..]);
            else Frame(text, line);
        }

        return text.Append('\n').ToString();
    }

    private static void Begin(StringBuilder text, string header)
    {
        int space = header.IndexOf(' ');
        if (text.Length > 0) text.Append('\n');
        text.Append($"goroutine {header[..space]} [{header[(space + 1)..]}]:\n");
    }

    private static void Lock(StringBuilder text, string address)
    {
        Frame(text, "sync.runtime_SemacquireMutex(0x0?, 0x1?, 0x2?)");
        Frame(text, $"sync.(*Mutex).lockSlow({address})");
        Frame(text, "sync.(*Mutex).Lock(...)");
    }

    private static void Frame(StringBuilder text, string function)
    {
        bool bare = !function.EndsWith(')') && !function.StartsWith("created by ", StringComparison.Ordinal);
        text.Append(function).Append(bare ? "()" : "").Append("\n\t/src/file.go:10 +0x1a\n");
    }
}
