using System.Diagnostics;

namespace Unknot.Tests.EndToEnd;

/// <summary>A wrong call is one line on standard error, exit code 2, and nothing on standard output.</summary>
public sealed class CallTests
{
    private static void AssertWrong(ProgramRun run, params string[] said)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith("unknot: ", run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.All(said, s => Assert.Contains(s, run.Error));
    }

    [Fact]
    public void NoVerb_NamesTheVerbs() => AssertWrong(UnknotProgram.Run(), "no verb", "diagnose", "goroutines", "unknot --help");

    [Fact]
    public void UnknownVerb_NamesItAndTheVerbs() => AssertWrong(UnknotProgram.Run("diagnoze", "x"), "diagnoze", "diagnose");

    [Theory]
    [InlineData("goroutines")]
    [InlineData("diagnose")]
    public void UnknownOption_IsNotTakenForAFile(string verb) => AssertWrong(UnknotProgram.Run(verb, "--bogus", "x"), "no such option: --bogus", $"unknot {verb} --help");

    [Theory]
    [InlineData("goroutines")]
    [InlineData("diagnose")]
    public void MissingFile_SaysWhatWasTriedOnWhat(string verb) => AssertWrong(UnknotProgram.Run(verb, "no-such-file"), "no-such-file", "no such file", "check the path");

    [Fact]
    public void NoFile_SaysWhatToDo() => AssertWrong(UnknotProgram.Run("goroutines"), "unknot goroutines ");

    [Theory]
    [InlineData("diagnose --proc no-such-folder", "no-such-folder", "--proc")]
    [InlineData("diagnose --proc src", "no proc file system")]
    [InlineData("diagnose --deadline soon", "--deadline soon", "write 8")]
    [InlineData("diagnose --only proc,nonsense", "nonsense", "sources: proc")]
    [InlineData("diagnose --save no-such-folder/b.tgz", "no folder", "no-such-folder")]
    [InlineData("diagnose --save -", "collect -o -")]
    [InlineData("diagnose src --save b.tgz", "--save", "PATH")]
    [InlineData("diagnose src --deadline 3", "--deadline", "PATH")]
    [InlineData("collect --without proc,unix-sockets --only proc", "no source to read")]
    [InlineData("diagnose --dumps kill", "--dumps kill", "--dumps=signal")]
    [InlineData("diagnose --max-pause 3", "--dumps=signal")]
    [InlineData("diagnose src --dumps signal", "--dumps", "PATH")]
    [InlineData("collect --only dumps", "--dumps=signal")]
    [InlineData("collect -o no-such-folder/b.tgz", "no folder", "no-such-folder")]
    [InlineData("collect -o b.zip", "must end in .tgz")]
    [InlineData("collect b.tgz", "b.tgz", "unknot collect --help")]
    public void CallThatCannotBe_IsRefusedBeforeTheNodeIsRead(string call, params string[] said)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be read");
        AssertWrong(UnknotProgram.Run(call.Split(' ')), said);
    }

    [Theory]
    [InlineData("--format", "xml", "json")]
    [InlineData("--color", "mauve", "always")]
    [InlineData("--longer-than", "5", "5m")]
    [InlineData("--limit", "-3", "0 for all")]
    [InlineData("--pointer", "main", "0xc000112900")]
    [InlineData("--func", "(", "regular expression")]
    public void OddOptionValue_SaysHowToWriteIt(string option, string value, string said) => AssertWrong(UnknotProgram.Run("goroutines", "x", option, value), option, said);

    [Fact]
    public void Folder_SaysWhatToDo() => AssertWrong(UnknotProgram.Run("goroutines", "src"), "folder", "unknot diagnose src");

    [Fact]
    public void DiffOfOneFile_SaysWhatToDo() => AssertWrong(UnknotProgram.Run("goroutines", "--diff", "x"), "--diff OLD NEW");

    [Fact]
    public void ControlCharactersInAPath_AreWrittenOut()
    {
        ProgramRun run = UnknotProgram.Run("goroutines", "no\x1b[2Jfile");
        AssertWrong(run, @"no\x1b[2Jfile");
        Assert.DoesNotContain('\x1b', run.Error);
    }

    [Fact]
    public void OutputThatCannotBeWritten_SaysWhere()
    {
        using ScratchFolder folder = new();
        string dump = folder.Add("d.log", Goroutines.Dumps.Wedged);
        AssertWrong(UnknotProgram.Run("goroutines", dump, "-o", Path.Combine(folder.Root, "no", "such", "report.txt")), "cannot write the report");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("goroutines --help")]
    [InlineData("diagnose --help")]
    [InlineData("collect --help")]
    [InlineData("--version")]
    public void HelpAndVersion_AreNoWrongCall(string call)
    {
        ProgramRun run = UnknotProgram.Run(call.Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.NotEqual("", run.Output);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void FullDisk_IsSaidAndIsNoSuccess()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs /dev/full, which is Linux");
        using ScratchFolder folder = new();
        string dump = folder.Add("d.log", Goroutines.Dumps.Wedged);
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"'{UnknotProgram.Binary}' goroutines '{dump}' > /dev/full"]) { RedirectStandardError = true })!;
        string error = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        AssertWrong(new ProgramRun(shell.ExitCode, "", error), "cannot write to standard output");
    }

    [Fact]
    public void Interrupt_EndsWith130()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs kill, which Windows has not");
        // It waits for its standard input, which stays open.
        using Process process = Process.Start(new ProcessStartInfo(UnknotProgram.Binary, ["goroutines", "-"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        Process.Start("kill", ["-INT", process.Id.ToString()]).WaitForExit();
        Assert.True(process.WaitForExit(30_000));
        Assert.Equal(130, process.ExitCode);
    }
}
