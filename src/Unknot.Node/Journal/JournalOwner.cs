using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Journal;

/// <summary>Whose an entry is, of those that a diagnosis reads: the container stack, systemd, the bus, the kernel.</summary>
internal static class JournalOwner
{
    /// <summary>Component, or the unit's name where several run in one program (k3s); null for all others.</summary>
    public static string? Of(JournalEntry entry)
    {
        if (entry[JournalField.Transport] == "kernel") return Components.Kernel;
        string? unit = entry[JournalField.Unit];
        // A user's own systemd and its bus wait for nobody of the node.
        if (unit?.StartsWith("user@", StringComparison.Ordinal) == true) return null;
        return ByProgram(entry[JournalField.Identifier]) ?? ByProgram(entry[JournalField.Command]) ?? ByUnit(unit);
    }

    private static string? ByProgram(string? program) => program is null ? null : Components.ByProgram(program);

    private static string? ByUnit(string? unit)
    {
        if (unit is null || !unit.EndsWith(".service", StringComparison.Ordinal)) return null;
        string name = unit[..^".service".Length];
        return name switch
        {
            "docker" or "snap.docker.dockerd" => Components.Dockerd,
            "cri-docker" => Components.CriDockerd,
            "dbus" => Components.DbusDaemon,
            "k3s" or "k3s-agent" or "rke2-server" or "rke2-agent" or "k0scontroller" or "k0sworker" or "snap.microk8s.daemon-kubelite" or "snap.microk8s.daemon-containerd" => name,
            _ => Components.ByProgram(name),
        };
    }
}
