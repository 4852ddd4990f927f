using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>A format of text that can be told by its content.</summary>
/// <param name="Source">Kind of evidence, as the report names it.</param>
/// <param name="Recognise">True when it stands in the text, whatever else does.</param>
/// <param name="Read">Reads every place where it does.</param>
internal sealed record TextFormat(string Source, Func<TextDocument, ProcPath?, bool> Recognise, Action<FormatInput> Read)
{
    /// <summary>All of them; the first one found gives the file its kind.</summary>
    public static IReadOnlyList<TextFormat> All { get; } =
    [
        new(ProcFormat.Source, ProcFormat.Recognise, ProcFormat.Read),
        new(ProcFormat.Source, (text, place) => place is null && ProcStatusFormat.Recognise(text), ProcStatusFormat.Read),
        new(ProcFdFormat.Source, (text, place) => place is null && ProcFdFormat.Recognise(text), ProcFdFormat.Read),
        new(PsFormat.Source, (text, place) => place is null && PsFormat.Recognise(text), PsFormat.Read),
        new(SsFormat.Source, (text, _) => SsFormat.Recognise(text), SsFormat.Read),
        new(NetstatFormat.Source, (text, _) => NetstatFormat.Recognise(text), NetstatFormat.Read),
        new(MountFormat.Source, (text, place) => place is null or { Item: "mounts" or "mountinfo" } && MountFormat.Recognise(text), MountFormat.Read),
        new(LsofFormat.Source, (text, _) => LsofFormat.Recognise(text), LsofFormat.Read),
        new(ContainerTableFormat.Source, (text, _) => ContainerTableFormat.Recognise(text), ContainerTableFormat.Read),
    ];
}
