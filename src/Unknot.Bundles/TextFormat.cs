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
        new(ApiObjectFormat.NodeSource, (text, _) => KubectlTableFormat.SourceOf(text) == ApiObjectFormat.NodeSource, KubectlTableFormat.Read),
        new(ApiObjectFormat.PodSource, (text, _) => KubectlTableFormat.SourceOf(text) == ApiObjectFormat.PodSource, KubectlTableFormat.Read),
        new(NodeDescribeFormat.Source, (text, _) => NodeDescribeFormat.Recognise(text), NodeDescribeFormat.Read),
        new(BusctlFormat.Source, (text, _) => BusctlFormat.Recognise(text), BusctlFormat.Read),
        new(SystemctlFormat.Source, (text, place) => place is null && SystemctlFormat.Recognise(text), SystemctlFormat.Read),
        new(MetricsFormat.Source, (text, place) => place is null && MetricsFormat.Recognise(text), MetricsFormat.Read),
        new(StraceFormat.Source, (text, place) => place is null && StraceFormat.Recognise(text), StraceFormat.Read),
        new(FreezerFormat.Source, (text, _) => FreezerFormat.Recognise(text), FreezerFormat.Read),
        new(UptimeFormat.Source, (text, _) => UptimeFormat.Recognise(text), UptimeFormat.Read),
        new(VersionFormat.Source, (text, place) => place is null && VersionFormat.Recognise(text), VersionFormat.Read),
        new(ContainerTableFormat.Source, (text, _) => ContainerTableFormat.Recognise(text), ContainerTableFormat.Read),
    ];
}
