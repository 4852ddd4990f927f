using System.Diagnostics;
using System.Text;

namespace Unknot.Tests.EndToEnd;

/// <summary>Runs the built program as a user's shell would: the native binary that <c>./test</c> made (UNKNOT_BINARY), else the one built beside these tests.</summary>
internal static class UnknotProgram
{
    public static string Binary => Environment.GetEnvironmentVariable("UNKNOT_BINARY") ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "unknot.exe" : "unknot");

    public static ProgramRun Run(params string[] arguments) => Run(arguments, input: "");

    public static ProgramRun Run(string[] arguments, string input, string? workingDirectory = null, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = new(Binary, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingDirectory ?? Repository.Root,
        };
        foreach (string name in (string[])["NO_COLOR", "COLUMNS", "UNKNOT_TRACE"]) start.Environment.Remove(name);
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(60_000))
        {
            process.Kill();
            Assert.Fail($"unknot {string.Join(' ', arguments)} did not end within a minute");
        }
        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>How a run ended and what it said.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error);
