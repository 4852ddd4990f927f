using Unknot.Diagnosis.Reports;
using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Goroutines;

namespace Unknot.Commands;

/// <summary>The verb <c>goroutines</c>: dumps in, groups of equal stacks out.</summary>
internal sealed class GoroutinesCommand
{
    /// <summary>Groups in text unless <c>--limit</c> says otherwise: some two screens. JSON has all.</summary>
    private const int DefaultTextGroups = 20;

    private readonly CommandIo _io;
    private readonly ReportOptions _report = new();

    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore, Description = "Goroutine dumps or profiles in any form, logs that contain some; - for standard input",
    };

    private readonly Option<string?> _state = new("--state") { Description = "Only goroutines whose state contains TEXT: semacquire, chan send, IO wait", HelpName = "TEXT" };
    private readonly Option<string?> _function = new("--func") { Description = "Only goroutines with a function in the stack that matches REGEX", HelpName = "REGEX" };
    private readonly Option<string?> _longerThan = new("--longer-than") { Description = "Only goroutines that have waited so long for certain: 90s, 5m, 2h, 1d", HelpName = "TIME" };
    private readonly Option<string?> _pointer = new("--pointer") { Description = "Only goroutines with this argument word in a frame, and which frame: 0xc000112900", HelpName = "0x…" };
    private readonly Option<bool> _diff = new("--diff") { Description = "Compare two files, OLD NEW: who stayed blocked, which groups are new, gone, grown" };
    private readonly Option<string?> _limit = new("--limit") { Description = $"Groups to show; 0 for all (default: {DefaultTextGroups} in text, all in JSON)", HelpName = "N" };
    private readonly Option<bool> _full = new("--full") { Description = "Whole package paths, file paths and stacks" };

    private GoroutinesCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        GoroutinesCommand verb = new(io);
        Command command = new("goroutines", "Group the goroutines of dumps by equal stack: how many, where, how long they wait, for which lock");
        command.Arguments.Add(verb._files);
        foreach (Option option in (Option[])[verb._state, verb._function, verb._longerThan, verb._pointer, verb._diff, verb._limit, verb._full]) command.Options.Add(option);
        verb._report.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        string[] files = CallPaths.Of(call, _files, "goroutines");
        GoroutineFilter filter = FilterOf(call);
        int limit = LimitOf(call, _report.IsJson(call) ? int.MaxValue : DefaultTextGroups);
        bool diff = call.GetValue(_diff);
        if (diff && files.Length != 2) throw new WrongCallException($"--diff compares two files and was given {files.Length}; try: unknot goroutines --diff OLD NEW");
        if (files.Length == 0) throw new WrongCallException("no FILE given; try: unknot goroutines dump.log, or - for standard input");
        if (files.Count(f => f == "-") > 1) throw new WrongCallException("standard input can be read once only; give - once");
        DumpInput[] inputs = [.. files.Select(f => DumpFiles.Read(f, _io))];
        if (diff ? inputs.Any(i => i.Parsed.Dumps.Count == 0) : inputs.All(i => i.Parsed.Dumps.Count == 0)) return NothingIn(inputs);
        using ReportOutput output = _report.Open(call, _io);
        if (diff) Write(DumpDiff.Of(inputs[0], inputs[1], filter), inputs, limit, call, output);
        else Write(GoroutineReport.Of(inputs, filter), limit, call, output);
        output.Complete();
        return (int)ExitCode.Clear;
    }

    private void Write(GoroutineReport report, int limit, ParseResult call, ReportOutput output)
    {
        if (_report.IsJson(call)) GoroutineJson.Write(output.Text.BaseStream, report, limit);
        else TextTo(output, limit, call).Write(report);
    }

    private void Write(DumpDiff diff, DumpInput[] inputs, int limit, ParseResult call, ReportOutput output)
    {
        if (_report.IsJson(call)) GoroutineJson.Write(output.Text.BaseStream, diff, limit);
        else TextTo(output, limit, call).Write(diff, inputs);
    }

    private GoroutineText TextTo(ReportOutput output, int limit, ParseResult call) =>
        new(output.Text, _report.Ink(call, _io), _io.Width, call.GetValue(_full), limit);

    private int LimitOf(ParseResult call, int unsaid)
    {
        if (call.GetValue(_limit) is not { } text) return unsaid;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit)) throw new WrongCallException($"--limit {text} is no number of groups; write 20, or 0 for all");
        return limit == 0 ? int.MaxValue : limit;
    }

    private GoroutineFilter FilterOf(ParseResult call) => new()
    {
        State = call.GetValue(_state),
        Function = call.GetValue(_function) is { } pattern ? RegexOf(pattern) : null,
        LongerThan = call.GetValue(_longerThan) is { } time ? TimeOf(time) : null,
        Pointer = call.GetValue(_pointer) is { } pointer ? PointerOf(pointer) : null,
    };

    private static Regex RegexOf(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new WrongCallException($"--func {pattern} is no regular expression: {e.Message.TrimEnd('.')}; put a \\ before ( ) * [ to mean the character");
        }
    }

    private static TimeSpan TimeOf(string text) =>
        WaitDuration.TryParse(text, out TimeSpan time) ? time : throw new WrongCallException($"--longer-than {text} is no duration; write 90s, 5m, 2h or 1d");

    private static ulong PointerOf(string text)
    {
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        bool isHex = ulong.TryParse(digits.TrimEnd('?'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong word);
        return isHex ? word : throw new WrongCallException($"--pointer {text} is no address; write it as the dump does: 0xc000112900");
    }

    private int NothingIn(DumpInput[] inputs)
    {
        string names = string.Join(", ", inputs.Where(i => i.Parsed.Dumps.Count == 0).Select(i => i.Name));
        _io.Error.WriteLine(TerminalText.Neutralise(
            $"unknot: no goroutine found in {names} ({inputs.Sum(i => i.Parsed.BytesRead):N0} bytes read); a dump has lines like: goroutine 1 [semacquire, 5 minutes]:"));
        return (int)ExitCode.Undetermined;
    }
}
