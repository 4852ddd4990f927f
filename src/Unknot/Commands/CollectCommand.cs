using System.CommandLine;
using Unknot.Bundles;
using Unknot.Node;
using Unknot.Terminal;

namespace Unknot.Commands;

/// <summary>The verb <c>collect</c>: this machine in, one bundle out.</summary>
internal sealed class CollectCommand
{
    private readonly CommandIo _io;
    private readonly NodeCallOptions _node = new();

    private readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "The bundle: .tgz, .tar.gz or .tar.zst; a folder to put it in; - for standard output (default: unknot-HOST-TIME.tgz here)", HelpName = "FILE",
    };

    private readonly Option<bool> _noRedact = new("--no-redact") { Description = "Leave passwords, tokens and environment values in; the bundle then says so" };

    private CollectCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        CollectCommand verb = new(io);
        Command command = new("collect", "Read all evidence of this node into one file, secrets replaced: to be diagnosed elsewhere, or attached to a ticket");
        command.Options.Add(verb._file);
        command.Options.Add(verb._noRedact);
        verb._node.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        if (!OperatingSystem.IsLinux()) throw new WrongCallException("only a Linux machine can be collected; run unknot collect on the node");
        BundleTarget target = BundleTarget.Of(call.GetValue(_file));
        if (target.IsStandardOutput && _io.OutIsTerminal) throw new WrongCallException("a bundle is nothing for a terminal; try: unknot collect -o - > bundle.tgz");
        NodeCollection node = Read(_node.Of(call));
        BundleContent content = BundleContent.Of(node.Documents, redact: !call.GetValue(_noRedact));
        string name = target.FileFor(node);
        WrittenBundle written = target.Write(name, content, _io);
        CollectSummary.Write(target.IsStandardOutput ? _io.Error : _io.Out, name, written, content, node);
        return (int)(node.Documents.Count > 1 ? ExitCode.Clear : ExitCode.Undetermined);
    }

    private NodeCollection Read(NodeOptions options)
    {
        using SourceLines? lines = SourceLines.For(_io.Error, _io.ErrorIsTerminal, keep: true);
        return NodeReader.Read(options, SourceLines.ReportTo(lines, _io.Error));
    }
}
