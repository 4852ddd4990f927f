using Microsoft.Win32.SafeHandles;
using Unknot.Go.Dumps;
using Unknot.Goroutines;
using Unknot.Terminal;

namespace Unknot.Commands;

/// <summary>Opens the files of a call.</summary>
internal static class DumpFiles
{
    /// <summary>Reads one file, or standard input for <c>-</c>. The file stays open until the process ends: the dump reads argument words out of it.</summary>
    /// <exception cref="WrongCallException">It cannot be read.</exception>
    public static DumpInput Read(string path, CommandIo io)
    {
        if (path == "-") return new DumpInput("-", GoroutineDumpParser.Parse(ReadToEnd(io.Input)));
        if (Directory.Exists(path)) throw new WrongCallException($"cannot read goroutines of {path}: it is a folder; give the dump files in it, or: unknot diagnose {path}");
        try
        {
            return new DumpInput(path, Parse(path, File.OpenHandle(path), io));
        }
        catch (FileNotFoundException) when (path.All(char.IsAsciiDigit))
        {
            throw new WrongCallException($"cannot read goroutines of process {path}: this build reads files only; have the process write a dump and give that file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WrongCallException($"cannot read goroutines of {path}: {ReasonOf(e)}; check the path, or pipe the dump in and give -");
        }
    }

    private static ParsedDumps Parse(string path, SafeFileHandle file, CommandIo io)
    {
        // A pipe has no length, and files of /proc say 0: both are read to their end.
        long length = LengthOf(file);
        if (length == 0)
        {
            using FileStream stream = new(file, FileAccess.Read);
            return GoroutineDumpParser.Parse(ReadToEnd(stream));
        }
        using ProgressLine? progress = ProgressLine.For(io.Error, io.ErrorIsTerminal, path, length);
        return GoroutineDumpParser.ParseFile(file, progress: progress);
    }

    private static long LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            return 0;
        }
    }

    private static byte[] ReadToEnd(Stream input)
    {
        using MemoryStream all = new();
        input.CopyTo(all);
        return all.ToArray();
    }

    private static string ReasonOf(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        UnauthorizedAccessException => "permission denied",
        _ => e.Message.TrimEnd('.'),
    };
}
