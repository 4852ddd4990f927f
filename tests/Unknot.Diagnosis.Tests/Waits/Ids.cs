namespace Unknot.Diagnosis.Tests.Waits;

/// <summary>Container ids of the made-up nodes, and the command lines they stand in.</summary>
internal static class Ids
{
    public static readonly string A = new('a', 64);
    public static readonly string B = new('b', 64);

    public static string RuncCreate(string container) => $"runc --root /run/runc --log-format json create --bundle /run/b --pid-file /run/b/init.pid {container}";

    public static string Shim(string container) => $"/usr/bin/containerd-shim-runc-v2 -namespace moby -id {container} -address /run/containerd/containerd.sock";
}
