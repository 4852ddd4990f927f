namespace Unknot.Diagnosis.Evidence;

/// <summary>How much of something limited is used: processes, memory, disk, inodes, descriptors, time lost to pressure.</summary>
/// <param name="Kind"><c>disk</c>, <c>inodes</c>, <c>memory</c>, <c>pids</c>, <c>descriptors</c>, <c>pressure-cpu</c>, <c>pressure-io</c>, <c>pressure-memory</c>.</param>
/// <param name="Scope">Of what: a path, a cgroup's path, <c>pid 4711</c>, <c>node</c>.</param>
/// <param name="Used">Used now, in the unit of the kind: bytes, pieces, percent of the last ten seconds.</param>
/// <param name="Limit">All there is, same unit; never 0.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record LimitEvidence(string Kind, string Scope, double Used, double Limit, Provenance Origin)
{
    /// <summary>Used share, 0 to 1 (and above, where a limit was lowered).</summary>
    public double Share => Used / Limit;
}
