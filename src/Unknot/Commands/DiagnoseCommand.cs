using System.CommandLine;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis;
using Unknot.Node;
using Unknot.Terminal;

namespace Unknot.Commands;

/// <summary>The verb <c>diagnose</c>: evidence in, the root blocker out.</summary>
internal sealed class DiagnoseCommand
{
    private readonly CommandIo _io;
    private readonly ReportOptions _report = new();
    private readonly NodeCallOptions _node = new();

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Arity = ArgumentArity.ZeroOrMore, Description = "Archives (.tar .tgz .zip .zst), folders or files as people attach them to tickets; - for standard input. None: this machine",
    };

    private readonly Option<bool> _evidence = new("--evidence") { Description = "Print the evidence in full, with file and line" };

    private readonly Option<string?> _save = new("--save") { Description = "Without PATH: also keep what was read as a bundle, as unknot collect does", HelpName = "FILE.tgz" };

    private DiagnoseCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        DiagnoseCommand verb = new(io);
        Command command = new("diagnose", "Find what a sick node waits for: the wait chain, its root blocker, how sure, and the smallest step that frees it");
        command.Arguments.Add(verb._paths);
        command.Options.Add(verb._evidence);
        verb._report.AddTo(command);
        verb._node.AddTo(command);
        command.Options.Add(verb._save);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        string[] paths = CallPaths.Of(call, _paths, "diagnose");
        CheckPaths(paths);
        bool isLive = paths.Length == 0;
        if (isLive && !OperatingSystem.IsLinux()) throw new WrongCallException("no PATH given, and only a Linux machine can be looked at itself; try: unknot diagnose bundle.tgz");
        if (!isLive && (_node.FirstOf(call) ?? (call.GetValue(_save) is null ? null : _save.Name)) is { } option) throw new WrongCallException($"{option} is for this machine itself, and a PATH was given; leave out one of the two");
        BundleTarget? save = call.GetValue(_save) is { } file ? SaveTo(file) : null;
        NodeOptions? node = isLive ? _node.Of(call) : null;
        using ReportOutput output = _report.Open(call, _io);
        EvidenceSnapshot snapshot = node is null ? BundleReader.Read(paths, Options(call)) : ReadNode(node, save, call);
        ExitCode code = Diagnose(snapshot, call, output);
        output.Complete();
        return (int)code;
    }

    private static void CheckPaths(string[] paths)
    {
        if (paths.Count(p => p == "-") > 1) throw new WrongCallException("standard input can be read once only; give - once");
        foreach (string path in paths)
        {
            if (path != "-" && !File.Exists(path) && !Directory.Exists(path)) throw new WrongCallException($"cannot read evidence from {path}: no such file or folder; check the path");
        }
    }

    private static BundleTarget SaveTo(string file) => file == "-" ? throw new WrongCallException("--save - would mix a bundle with the report; name a file, or try: unknot collect -o -") : BundleTarget.Of(file);

    /// <summary>What is written and what is diagnosed are the same documents: the bundle gives the same report elsewhere.</summary>
    private EvidenceSnapshot ReadNode(NodeOptions options, BundleTarget? save, ParseResult call)
    {
        NodeCollection node;
        using (SourceLines? lines = SourceLines.For(_io.Error, _io.ErrorIsTerminal, keep: false)) node = NodeReader.Read(options, SourceLines.ReportTo(lines, _io.Error));
        BundleContent content = BundleContent.Of(node.Documents);
        if (save is not null) Save(save, save.FileFor(node), content);
        return BundleReader.Read(content.Documents, Options(call));
    }

    /// <summary>A full disk is one more thing that is wrong with the node; it must not cost the answer.</summary>
    private void Save(BundleTarget target, string file, BundleContent content)
    {
        try
        {
            target.Write(file, content, _io);
            if (_io.ErrorIsTerminal) _io.Error.WriteLine($"saved: {TerminalText.Neutralise(file)}");
        }
        catch (WrongCallException error)
        {
            _io.Error.WriteLine($"unknot: {TerminalText.Neutralise(error.Message)} (the report below is complete)");
        }
    }

    private BundleOptions Options(ParseResult call) => new() { StandardInput = _io.Input, ComputeDigests = _report.IsJson(call) };

    private ExitCode Diagnose(EvidenceSnapshot snapshot, ParseResult call, ReportOutput output)
    {
        Report report = Diagnoser.Diagnose(snapshot);
        if (_report.IsJson(call)) ReportJson.Write(report, output.Text.BaseStream);
        else ReportText.Write(report, output.Text, _io.Width, _report.Ink(call, _io), call.GetValue(_evidence));
        return (ExitCode)report.ExitCode;
    }
}
