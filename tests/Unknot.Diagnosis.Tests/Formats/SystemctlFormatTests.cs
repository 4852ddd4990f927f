using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class SystemctlFormatTests
{
    private static EvidenceSnapshot Read(string text)
    {
        Assert.True(SystemctlFormat.Recognise(TextDocument.Of(text)));
        return FormatRun.Read(SystemctlFormat.Read, text);
    }

    [Fact]
    public void ListUnits_StatesMarksAndTheCount()
    {
        EvidenceSnapshot snapshot = Read("""
              UNIT                        LOAD      ACTIVE     SUB          DESCRIPTION
              dbus.service                loaded    active     running      D-Bus System Message Bus
            ● docker.service              loaded    failed     failed       Docker Application Container Engine
            ● nfs.mount                   not-found inactive   dead         nfs.mount
              docker-3c1b8d97c55a.scope   loaded    active     abandoned    libcontainer container 3c1b8d97c55a

            LOAD   = Reflects whether the unit definition was properly loaded.
            ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
            131071 loaded units listed. Pass --all to see loaded but inactive units, too.
            To show all installed unit files use 'systemctl list-unit-files'.
            """);
        Assert.Equal(["dbus.service active running", "docker.service failed failed", "nfs.mount inactive dead", "docker-3c1b8d97c55a.scope active abandoned"], snapshot.Units.Select(u => $"{u.Name} {u.Active} {u.Sub}"));
        Assert.Equal((131_071, "not-found", 3L), (snapshot.UnitCount, snapshot.Units[2].Load, snapshot.Units[1].Origin.Line));
    }

    [Fact]
    public void ListJobs_AreRead()
    {
        EvidenceSnapshot snapshot = Read("""
             JOB UNIT                                  TYPE  STATE
            4711 docker.service                        stop  running
            4712 cri-docker.service                    start waiting

            2 jobs listed.
            """);
        Assert.Equal(["4711 docker.service stop running", "4712 cri-docker.service start waiting"], snapshot.UnitJobs.Select(j => $"{j.Id} {j.Unit} {j.Type} {j.State}"));
        Assert.Null(snapshot.UnitCount);
    }

    [Fact]
    public void Status_StatesAndMainPid()
    {
        EvidenceSnapshot snapshot = Read("""
            ● kubelet.service - kubelet: The Kubernetes Node Agent
                 Loaded: loaded (/lib/systemd/system/kubelet.service; enabled; vendor preset: enabled)
                 Active: active (running) since Mon 2026-11-23 10:26:21 UTC; 1 day ago
               Main PID: 1234 (kubelet)
                  Tasks: 23 (limit: 4915)
                 CGroup: /system.slice/kubelet.service
                         └─1234 /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml

            Nov 23 10:30:01 node1 kubelet[1234]: E1123 skipping pod synchronization - PLEG is not healthy
            × docker.service - Docker Application Container Engine
                 Loaded: loaded (/lib/systemd/system/docker.service; enabled)
                 Active: activating (auto-restart) (Result: exit-code) since Mon 2026-11-23 10:26:21 UTC; 1s ago
            """);
        Assert.Equal(["kubelet.service loaded active running 1234", "docker.service loaded activating auto-restart "], snapshot.Units.Select(u => $"{u.Name} {u.Load} {u.Active} {u.Sub} {u.MainPid}"));
    }

    [Theory]
    [InlineData("* see docs/file.md\n  Active: yes")]
    [InlineData("the unit a.service is loaded active running here and there")]
    [InlineData("1234 a.b copy waiting")]
    public void Prose_IsNotTaken(string text) => Assert.Empty(FormatRun.Read(SystemctlFormat.Read, text) is var s ? s.Units.Select(u => u.Name).Concat(s.UnitJobs.Select(j => j.Unit)) : []);
}
