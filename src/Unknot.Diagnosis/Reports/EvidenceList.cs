using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Reports;

/// <summary>Numbers the places that a report refers to, each once, in the order in which they are first named.</summary>
internal sealed class EvidenceList
{
    private readonly Dictionary<(EvidenceFile File, long Line), string> _ids = [];
    private readonly List<ReportEvidence> _entries = [];

    public IReadOnlyList<ReportEvidence> Entries => _entries;

    public IReadOnlyList<string> Ids(IEnumerable<Provenance> places) => [.. places.Where(p => p.File is not null).Distinct().Take(8).Select(Id)];

    private string Id(Provenance place)
    {
        if (_ids.TryGetValue((place.File, place.Line), out string? known)) return known;
        string id = _ids[(place.File, place.Line)] = $"e{_ids.Count + 1}";
        _entries.Add(new ReportEvidence(id, place.File.Source, place.File.IsModificationTime ? null : place.File.CollectedAt, place.ToString(), place.File.Digest));
        return id;
    }
}
