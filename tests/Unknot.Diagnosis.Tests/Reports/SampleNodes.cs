using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Tests.Waits;

namespace Unknot.Diagnosis.Tests.Reports;

/// <summary>Nodes whose reports have something in every part.</summary>
internal static class SampleNodes
{
    /// <summary>A kubelet, dockerd, containerd, a shim and a runtime command that waits for a mute systemd stand-in.</summary>
    public static SnapshotBuilder Knotted() => new SnapshotBuilder()
        .Process(1, 0, "/sbin/init").Process(14, 1, "/usr/bin/containerd").Process(10, 1, "/usr/bin/dockerd").Process(20, 1, Ids.Shim(Ids.A))
        .Process(21, 20, Ids.RuncCreate(Ids.A), age: 60).Process(40, 1, "/usr/bin/dbus-daemon --system").Process(50, 1, "/opt/standin")
        .Process(60, 1, Ids.Shim(Ids.B)).Process(61, 60, "/usr/bin/nginx")
        .Socket(21, 100, 101).Socket(40, 101, 100, "/run/dbus/system_bus_socket").Socket(50, 200, 201, received: 688).Socket(40, 201, 200, "/run/dbus/system_bus_socket", sent: 1280)
        .Dump("dockerd", """
            5 semacquire, 3 minutes
            lock 0xc000a00
            github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000001, 0xc0002)
            github.com/docker/docker/daemon.(*Daemon).ContainerInspect(0xc000001)
            net/http.serverHandler.ServeHTTP(0xc0003)
            7 select, 3 minutes
            google.golang.org/grpc.Invoke(0x1)
            github.com/containerd/containerd/api/services/tasks/v1.(*tasksClient).Create(0xc0004)
            github.com/docker/docker/daemon.(*Daemon).containerStart(0xc000001, 0xc0009f0)
            github.com/docker/docker/daemon.(*Daemon).ContainerStart(0xc000001)
            net/http.serverHandler.ServeHTTP(0xc0003)
            """, pid: 10, at: new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero))
        .Dump("containerd", """
            9 select, 3 minutes
            github.com/containerd/ttrpc.(*Client).dispatch(0xc0001)
            github.com/containerd/containerd/api/services/task/v1.(*taskClient).Create(0xc0002)
            github.com/containerd/containerd/api/services/tasks/v1._Tasks_Create_Handler(0xc0003)
            """, pid: 14, at: new DateTimeOffset(2026, 11, 1, 10, 0, 1, TimeSpan.Zero))
        .With(s => s.Gaps.Add(new Gap("proc", "/proc/50/stack", "not permitted", "EACCES")));

    /// <summary>A recorded case of the lab; skips the test where it is not beside the repository.</summary>
    public static EvidenceSnapshot Lab(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "cases", "lab", name);
            if (Directory.Exists(path)) return BundleReader.Read([path]);
        }

        Assert.Skip($"shared/cases/lab/{name} is not beside this repository");
        return new EvidenceSnapshot();
    }
}
