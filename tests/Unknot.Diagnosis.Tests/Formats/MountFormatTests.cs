using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class MountFormatTests
{
    [Theory]
    [InlineData("hungfs on /run/lab/hung type fuse.hungfs (rw,relatime,user_id=0)", "hungfs", "/run/lab/hung", "fuse.hungfs", "rw,relatime,user_id=0")]
    [InlineData("nfs1:/export/a b on /mnt/my dir type nfs4 (rw,hard)", "nfs1:/export/a b", "/mnt/my dir", "nfs4", "rw,hard")]
    [InlineData("36 35 98:0 /mnt1 /mnt/x rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue", "/dev/root", "/mnt/x", "ext3", "rw,noatime")]
    [InlineData("nfs1:/export /mnt/my\\040dir nfs4 rw,hard,addr=192.0.2.5 0 0\n/dev/vda / ext4 rw 0 1", "nfs1:/export", "/mnt/my dir", "nfs4", "rw,hard,addr=192.0.2.5")]
    [InlineData("TARGET                     SOURCE     FSTYPE     OPTIONS\n├─/var/lib/docker          /dev/vdb1  xfs        rw,relatime", "/dev/vdb1", "/var/lib/docker", "xfs", "rw,relatime")]
    public void EachLayout_GivesSourceTargetTypeOptions(string text, string source, string target, string type, string options)
    {
        Assert.True(MountFormat.Recognise(TextDocument.Of(text)));
        MountEvidence mount = FormatRun.Read(MountFormat.Read, text).Mounts[0];
        Assert.Equal((source, target, type, options), (mount.Source, mount.Target, mount.FileSystem, mount.Options));
    }

    [Fact]
    public void Prose_IsNoMount() => Assert.False(MountFormat.Recognise(TextDocument.Of("the volume /data was mounted on /mnt by hand\nfoo bar 0 0")));
}
