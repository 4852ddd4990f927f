using System.CommandLine;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis;
using Unknot.Node;

namespace Unknot.Commands;

/// <summary>The verb <c>diagnose</c>: evidence in, the root blocker out.</summary>
internal sealed class DiagnoseCommand
{
    private readonly CommandIo _io;
    private readonly ReportOptions _report = new();

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Arity = ArgumentArity.ZeroOrMore, Description = "Archives (.tar .tgz .zip .zst), folders or files as people attach them to tickets; - for standard input. None: this machine",
    };

    private readonly Option<bool> _evidence = new("--evidence") { Description = "Print the evidence in full, with file and line" };

    private DiagnoseCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        DiagnoseCommand verb = new(io);
        Command command = new("diagnose", "Find what a sick node waits for: the wait chain, its root blocker, how sure, and the smallest step that frees it");
        command.Arguments.Add(verb._paths);
        command.Options.Add(verb._evidence);
        verb._report.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        string[] paths = CallPaths.Of(call, _paths, "diagnose");
        if (paths.Length == 0 && !OperatingSystem.IsLinux()) throw new WrongCallException("no PATH given, and only a Linux machine can be looked at itself; try: unknot diagnose bundle.tgz");
        if (paths.Count(p => p == "-") > 1) throw new WrongCallException("standard input can be read once only; give - once");
        foreach (string path in paths)
        {
            if (path != "-" && !File.Exists(path) && !Directory.Exists(path)) throw new WrongCallException($"cannot read evidence from {path}: no such file or folder; check the path");
        }
        using ReportOutput output = _report.Open(call, _io);
        ExitCode code = Diagnose(paths, call, output);
        output.Complete();
        return (int)code;
    }

    private ExitCode Diagnose(string[] paths, ParseResult call, ReportOutput output)
    {
        BundleOptions options = new() { StandardInput = _io.Input, ComputeDigests = _report.IsJson(call) };
        EvidenceSnapshot snapshot = paths.Length > 0 ? BundleReader.Read(paths, options) : BundleReader.Read(NodeReader.Read().Documents, options);
        Report report = Diagnoser.Diagnose(snapshot);
        if (_report.IsJson(call)) ReportJson.Write(report, output.Text.BaseStream);
        else ReportText.Write(report, output.Text, _io.Width, _report.Ink(call, _io), call.GetValue(_evidence));
        return (ExitCode)report.ExitCode;
    }
}
