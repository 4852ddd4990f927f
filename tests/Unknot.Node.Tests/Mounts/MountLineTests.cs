using Unknot.Node.Mounts;

namespace Unknot.Node.Tests.Mounts;

public sealed class MountLineTests
{
    [Theory]
    [InlineData("36 35 0:52 / /mnt/a\\040b rw,noatime master:1 - fuse.sshfs host:/x rw", "0:52", "/mnt/a b", "fuse.sshfs", true)]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw - ext3 /dev/root rw,errors=continue", "98:0", "/mnt2", "ext3", false)]
    [InlineData("37 35 0:53 / /data rw shared:2 - nfs4 nas:/export rw", "0:53", "/data", "nfs4", true)]
    [InlineData("38 35 0:54 / /sys/fs/fuse/connections rw shared:3 - fusectl fusectl rw", "0:54", "/sys/fs/fuse/connections", "fusectl", false)]
    public void Line_IsRead(string line, string device, string target, string fileSystem, bool hasServer)
    {
        MountLine? mount = MountLine.Parse(line);
        Assert.Equal(new MountLine(device, target, fileSystem), mount);
        Assert.Equal(hasServer, mount!.HasServer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("36 35 98:0 / /mnt rw ext3 /dev/root rw")]
    public void OtherText_IsNone(string line) => Assert.Null(MountLine.Parse(line));
}
