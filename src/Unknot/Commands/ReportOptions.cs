using Unknot.Diagnosis.Reports;
using System.CommandLine;

namespace Unknot.Commands;

/// <summary>The options that every verb with a report has: <c>--format</c>, <c>-o</c>, <c>--color</c>.</summary>
internal sealed class ReportOptions
{
    public ReportOptions()
    {
        AllowOnly(Format, "text", "json");
        AllowOnly(Color, "auto", "always", "never");
    }

    public Option<string> Format { get; } = new("--format", "-f")
    {
        Description = "text or json", HelpName = "text|json", DefaultValueFactory = _ => "text",
    };

    public Option<string?> OutFile { get; } = new("--output", "-o") { Description = "Write the report to FILE (complete or not at all)", HelpName = "FILE" };

    public Option<string> Color { get; } = new("--color")
    {
        Description = "Colours: auto (on a terminal, unless NO_COLOR is set), always, never", HelpName = "auto|always|never", DefaultValueFactory = _ => "auto",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Format);
        command.Options.Add(OutFile);
        command.Options.Add(Color);
    }

    public bool IsJson(ParseResult call) => call.GetValue(Format) == "json";

    /// <summary>Where the report goes. Dispose without <see cref="ReportOutput.Complete"/> leaves an existing file as it was.</summary>
    public ReportOutput Open(ParseResult call, CommandIo io)
    {
        string? file = call.GetValue(OutFile);
        return file is null or "-" ? ReportOutput.To(io) : ReportOutput.ToFile(file);
    }

    /// <summary>The pens for this call. <c>NO_COLOR</c> (no-color.org) counts when it is set and not empty, unless <c>--color always</c> says otherwise.</summary>
    public Ink Ink(ParseResult call, CommandIo io) => call.GetValue(Color) switch
    {
        "always" => new Ink(true),
        "never" => new Ink(false),
        _ => new Ink(io.OutIsTerminal && call.GetValue(OutFile) is null or "-" && string.IsNullOrEmpty(io.Variable("NO_COLOR")) && io.Variable("TERM") != "dumb"),
    };

    private static void AllowOnly(Option<string> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            string value = result.Tokens.Count > 0 ? result.Tokens[0].Value : values[0];
            if (!values.Contains(value)) result.AddError($"{option.Name} {value} is not known; write {string.Join(" or ", values)}");
        });
    }
}
