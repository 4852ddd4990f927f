using Microsoft.Win32.SafeHandles;
using Unknot.Go.Dumps.Canonical;
using Unknot.Go.Dumps.Wrapping;

namespace Unknot.Go.Dumps;

public static partial class GoroutineDumpParser
{
    /// <summary>Files up to this size are read into memory: the way through the file pays only for large ones.</summary>
    private const long MinStreamedBytes = 4 << 20;

    /// <summary>How much of a file is looked at to tell whether it is canonical.</summary>
    private const int PeekBytes = 1 << 20;

    /// <summary>
    /// Parses all dumps in a file. A large file that holds one plain dump is read in blocks, by several threads where the limits allow it,
    /// and never stands in memory as a whole (some 45 MB for a dump of 1 GB); any other is read into memory first.
    /// </summary>
    /// <param name="file">
    /// An open file that can be read at any place (no pipe, nothing under /proc). It stays the caller's, and the dumps read argument words
    /// through it later: keep it open as long as they are used. After it is closed, frames come without argument words.
    /// </param>
    /// <param name="limits">Upper bounds; default <see cref="DumpLimits.Default"/>.</param>
    /// <param name="progress">Told how many bytes have been read so far, from any thread; null for nobody.</param>
    /// <returns>The dumps and what was not understood. Beyond 2 GiB, a file that is not one plain dump is read only so far.</returns>
    public static ParsedDumps ParseFile(SafeFileHandle file, DumpLimits? limits = null, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        limits ??= DumpLimits.Default;
        FileDumpSource source = new(file);
        if (source.Length > MinStreamedBytes && CanonicalText.IsLikely(Read(source, PeekBytes)))
        {
            List<ParseProblem> problems = [];
            TextDumpReader reader = new(source, DumpOrigin.Unknown, limits);
            int threads = CanonicalDumpParser.ThreadsOf(limits);
            GoroutineDump dump = reader.Read(threads, problems, new LineIndex(source, 1, null, threads), progress);
            // Two main goroutines are two dumps in one file: the front door tells them apart.
            if (reader.MainGoroutines <= 1 || source.Length > Array.MaxLength)
            {
                dump.SetProgram(ProgramNames.Find(dump));
                return new ParsedDumps([dump], problems, source.Length);
            }

        }
        byte[] input = Read(source, Array.MaxLength);
        progress?.Report(input.Length);
        return Parse(input, limits);
    }

    private static byte[] Read(FileDumpSource source, int maxBytes)
    {
        byte[] bytes = new byte[(int)Math.Min(source.Length, maxBytes)];
        int count = source.Read(0, bytes);
        return count == bytes.Length ? bytes : bytes[..count];
    }
}
