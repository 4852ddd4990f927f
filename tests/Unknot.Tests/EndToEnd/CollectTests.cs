using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Unknot.Tests.EndToEnd;

public sealed class CollectTests
{
    private static void NeedLinux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only a Linux machine can be collected");
    }

    private static Dictionary<string, string> Open(string bundle)
    {
        Dictionary<string, string> documents = [];
        using TarReader reader = new(new GZipStream(File.OpenRead(bundle), CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            documents[entry.Name] = Encoding.UTF8.GetString(content.ToArray());
        }

        return documents;
    }

    private static JsonElement ManifestOf(Dictionary<string, string> documents) => JsonDocument.Parse(documents.Single(d => d.Key.EndsWith("/manifest.json", StringComparison.Ordinal)).Value).RootElement;

    [Fact]
    public void NoOption_WritesABundleNamedAfterTheHostAndSaysWhatNext()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        ProgramRun run = UnknotProgram.Run(["collect"], "", workingDirectory: folder.Root);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string bundle = Assert.Single(Directory.GetFileSystemEntries(folder.Root)), name = Path.GetFileName(bundle);
        Assert.Matches(@"^unknot-.+-\d{8}T\d{6}Z\.tgz$", name);
        Assert.Contains($"next: unknot diagnose {name}", run.Output);
        Dictionary<string, string> documents = Open(bundle);
        Assert.All(documents.Keys, k => Assert.StartsWith(name[..^4] + "/", k));
        Assert.Contains($"\"pid\":{Environment.ProcessId},", documents[name[..^4] + "/proc.jsonl"]);
        Assert.True(ManifestOf(documents).GetProperty("redaction").GetProperty("applied").GetBoolean());
        Assert.Contains(UnknotProgram.Run("diagnose", bundle).ExitCode, (int[])[0, 1, 3]);
    }

    [Fact]
    public void Folder_TakesTheBundle()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        Assert.Equal(0, UnknotProgram.Run("collect", "-o", folder.Root, "--only", "proc").ExitCode);
        Assert.EndsWith(".tgz", Assert.Single(Directory.GetFileSystemEntries(folder.Root)));
    }

    [Fact]
    public void StandardOutput_TakesTheBundle()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        string bundle = Path.Combine(folder.Root, "b.tgz");
        ProgramRun run = ShellCommand.Run($"'{UnknotProgram.Binary}' collect -o - > '{bundle}'");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("next: unknot diagnose", run.Error);
        Assert.Equal("unknot.dev/bundle/v1", ManifestOf(Open(bundle)).GetProperty("schemaVersion").GetString());
    }

    [Fact]
    public void PasswordOnACommandLine_IsReplacedUnlessAskedFor()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        string secret = "s3cr3t-" + Guid.NewGuid().ToString("N"), bundle = Path.Combine(folder.Root, "b.tgz"), open = Path.Combine(folder.Root, "open.tgz");
        using Process other = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read line", "sh", $"--password={secret}", "--token", secret]) { RedirectStandardInput = true })!;
        ProgramRun redacted = UnknotProgram.Run("collect", "-o", bundle, "--only", "proc"), whole = UnknotProgram.Run("collect", "-o", open, "--only", "proc", "--no-redact");
        other.StandardInput.Close();
        other.WaitForExit();
        Assert.DoesNotContain(Open(bundle).Values, d => d.Contains(secret, StringComparison.Ordinal));
        Assert.Contains(Open(bundle).Values, d => d.Contains($"\"pid\":{other.Id},", StringComparison.Ordinal));
        Assert.Contains("replaced (", redacted.Output);
        Assert.Contains(Open(open).Values, d => d.Contains(secret, StringComparison.Ordinal));
        Assert.Contains("LEFT IN", whole.Output);
        Assert.False(ManifestOf(Open(open)).GetProperty("redaction").GetProperty("applied").GetBoolean());
    }

    [Fact]
    public void FullDisk_SaysHowMuchFittedAndLeavesNothing()
    {
        using ScratchFolder folder = new();
        string disk = folder.Root, bundle = $"{disk}/b.tgz";
        ProgramRun run = ShellCommand.RunWithOwnMounts($"mount -t tmpfs -o size=4k tmpfs '{disk}' || exit 99; '{UnknotProgram.Binary}' collect -o '{bundle}'; code=$?; ls -A '{disk}'; exit $code");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"cannot write the bundle {bundle}: the disk is full after ", run.Error);
    }

    [Fact]
    public void ExistingFile_IsReplacedWhole()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        string bundle = folder.Add("b.tgz", new string('x', 1 << 20));
        Assert.Equal(0, UnknotProgram.Run("collect", "-o", bundle, "--only", "unix-sockets").ExitCode);
        Assert.Equal(2, Open(bundle).Count);
        Assert.Equal([bundle], Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-HUP", 129)]
    [InlineData("-TERM", 143)]
    public void SignalWhileItWrites_LeavesNothing(string signal, int code)
    {
        NeedLinux();
        using ScratchFolder folder = new();
        List<Process> large = StartProcessesWithLongCommandLines();
        try
        {
            using Process collect = Process.Start(new ProcessStartInfo(UnknotProgram.Binary, ["collect", "-o", Path.Combine(folder.Root, "b.tgz")]) { RedirectStandardOutput = true })!;
            // Its file grows beside the bundle: seen, it is stopped, so that the signal meets it there.
            while (!collect.HasExited && Directory.GetFiles(folder.Root, "*.partial").Length == 0) Thread.Yield();
            Kill("-STOP", collect);
            bool isWriting = Directory.GetFiles(folder.Root, "*.partial").Length > 0;
            Kill(signal, collect);
            Kill("-CONT", collect);
            Assert.True(collect.WaitForExit(60_000));
            if (!isWriting) Assert.Skip("it had written all before it could be stopped");
            Assert.Equal(code, collect.ExitCode);
            Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
        }
        finally
        {
            foreach (Process process in large)
            {
                process.StandardInput.Close();
                process.WaitForExit();
                process.Dispose();
            }
        }
    }

    private static void Kill(string signal, Process process) => Process.Start("kill", [signal, process.Id.ToString()]).WaitForExit();

    /// <summary>Some 12 MB of command lines that hardly pack: writing them takes a while.</summary>
    private static List<Process> StartProcessesWithLongCommandLines()
    {
        Random random = new(1);
        byte[] noise = new byte[60_000];
        List<Process> processes = [];
        for (int i = 0; i < 12; i++)
        {
            ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true };
            foreach (string word in (string[])["-c", "read line", "sh"]) start.ArgumentList.Add(word);
            for (int n = 0; n < 8; n++)
            {
                random.NextBytes(noise);
                start.ArgumentList.Add(Convert.ToBase64String(noise));
            }

            processes.Add(Process.Start(start)!);
        }

        return processes;
    }

    [Fact]
    public void ProcessesThatComeAndGo_AreNoFailure()
    {
        NeedLinux();
        using ScratchFolder folder = new();
        using Process churn = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "while kill -0 $PPID && ! read -t 0 line; do /bin/true; /bin/true; done 2>/dev/null"]) { RedirectStandardInput = true })!;
        ProgramRun run = UnknotProgram.Run("collect", "-o", Path.Combine(folder.Root, "b.tgz"));
        churn.Kill();
        churn.WaitForExit();
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
