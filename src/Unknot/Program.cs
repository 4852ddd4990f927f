using Unknot.Diagnosis.Reports;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Unknot.Commands;

namespace Unknot;

/// <summary>Open this file first: the table of verbs. Each verb is one file in <c>Commands</c>, which reads the call and hands it on.</summary>
internal static class Program
{
    private static Command[] Verbs(CommandIo io) =>
    [
        DiagnoseCommand.Create(io),
        CollectCommand.Create(io),
        WatchCommand.Create(io),
        GoroutinesCommand.Create(io),
    ];

    private static int Main(string[] args)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit((int)ExitCode.Interrupted));
        // A connection that breaks, a service manager that ends it: neither must leave a half-written file.
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Environment.Exit((int)ExitCode.HungUp));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit((int)ExitCode.Terminated));
        using CommandIo io = CommandIo.OfThisProcess();
        return Run(args, io);
    }

    /// <summary>Runs one call.</summary>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    internal static int Run(string[] args, CommandIo io)
    {
        RootCommand root = new("Finds what a sick node waits for, says why, and unties it with the smallest cut.");
        foreach (Command verb in Verbs(io)) root.Add(verb);
        try
        {
            ParseResult call = root.Parse(args);
            if (call.Action is ParseErrorAction) throw new WrongCallException(WhatIsWrong(call, root));
            return call.Invoke(new InvocationConfiguration { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (WrongCallException e)
        {
            return Refuse(io, e.Message, ExitCode.WrongCall);
        }
        catch (Exception e)
        {
            // The edge of the program: a mistake of ours is one line too. The type is what a bug report needs; the stack trace is behind a variable.
            if (io.Variable("UNKNOT_TRACE") is not null) io.Error.WriteLine(e);
            return Refuse(io, $"internal error: {e.GetType().Name}: {e.Message} (set UNKNOT_TRACE=1 for a trace, and please report it)", ExitCode.Undetermined);
        }
    }

    private static string WhatIsWrong(ParseResult call, RootCommand root)
    {
        if (call.CommandResult.Command != root) return $"{call.Errors[0].Message.TrimEnd('.')}; try: unknot {call.CommandResult.Command.Name} --help";
        string what = call.UnmatchedTokens.Count > 0 ? $"no such verb: {call.UnmatchedTokens[0]}" : "no verb given";
        return $"{what}; verbs: {string.Join(", ", root.Subcommands.Select(c => c.Name))}; try: unknot --help";
    }

    private static int Refuse(CommandIo io, string message, ExitCode code)
    {
        io.Error.WriteLine("unknot: " + TerminalText.Neutralise(message));
        return (int)code;
    }
}
