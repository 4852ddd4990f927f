using System.Buffers.Binary;
using CsCheck;
using Unknot.Node.Journal;

namespace Unknot.Node.Tests.Journal;

public sealed class JournalFileTests
{
    private const int Entries = 83, ArrayOffsetAt = 176, HeaderLength = 208;

    [Theory]
    [InlineData("compact")]
    [InlineData("regular")]
    public void FileOfJournald_IsReadFromTheNewestEntryBackwards(string name)
    {
        using JournalFile? file = JournalFixture.Open(JournalFixture.Bytes(name), out string? problem);

        Assert.Null(problem);
        List<JournalEntry> entries = [.. file!.Backwards().Where(e => e[JournalField.Transport] == "journal")];

        Assert.Equal(Entries, entries.Count);
        Assert.Equal(("containerd", "the last one", "node-1"), (entries[0][JournalField.Identifier], entries[0][JournalField.Message], entries[0][JournalField.Host]));
        Assert.Equal("a line of another program, number 1", entries[^2][JournalField.Message]);
        Assert.Contains("pleg was last seen active 3m1.1s ago", entries[^1][JournalField.Message]);
        Assert.Equal("logger", entries[5][JournalField.Command]);
        Assert.All(entries, e => Assert.True(int.Parse(e[JournalField.Pid]!) > 1));
        Assert.Equal(entries.Select(e => e.Realtime).OrderDescending(), entries.Select(e => e.Realtime));
        Assert.Equal(entries[0].Realtime, file.Newest);
        Assert.Equal((0, 0, 0), (file.BrokenEntries, file.Data.Broken, file.Data.PackedWithXz));
    }

    [Fact]
    public void MessagePackedWithZstandard_IsUnpacked()
    {
        using JournalFile file = JournalFixture.Open(JournalFixture.Bytes("compact"), out _)!;

        string message = file.Backwards().First(e => e[JournalField.Identifier] == "dockerd")[JournalField.Message]!;

        Assert.StartsWith("a long message that is packed: time=", message);
        Assert.Equal(60, message.Split("again and again").Length - 1);
    }

    [Fact]
    public void FileCutAnywhere_GivesWhatIsWhole()
    {
        byte[] bytes = JournalFixture.Bytes("compact");
        Gen.Int[0, bytes.Length].Sample(length => ReadAll(bytes[..length]) <= Entries + 3, iter: 200);
    }

    [Theory]
    [InlineData("compact")]
    [InlineData("regular")]
    public void BytesChangedAnywhere_NeverThrowAndEnd(string name)
    {
        byte[] original = JournalFixture.Bytes(name);
        // Most of a journal is its empty hash table: changes are aimed at what is written.
        int[] written = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != 0)];
        Gen.Select(Gen.Int[0, written.Length - 1], Gen.Byte).Array[1, 40].Sample(
            changes =>
            {
                byte[] bytes = [.. original];
                foreach ((int at, byte value) in changes) bytes[written[at]] = value;
                return ReadAll(bytes) <= 100_000;
            },
            iter: 300);
    }

    [Fact]
    public void ArrayThatNamesItselfAsNext_Ends()
    {
        byte[] bytes = JournalFixture.Bytes("compact");
        int array = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(ArrayOffsetAt));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(array + 16), (ulong)array);

        Assert.InRange(ReadAll(bytes), 1, Entries + 3);
    }

    [Theory]
    [InlineData(0, "shorter than a journal's header")]
    [InlineData(HeaderLength - 1, "shorter than a journal's header")]
    public void FileWithoutHeader_IsRefusedWithTheReason(int length, string reason)
    {
        Assert.Null(JournalFixture.Open(JournalFixture.Bytes("compact")[..length], out string? problem));
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void NewerForm_IsRefusedWithItsFlags()
    {
        byte[] bytes = JournalFixture.Bytes("compact");
        bytes[12] |= 0x40;

        Assert.Null(JournalFixture.Open(bytes, out string? problem));
        Assert.Contains("incompatible flags 0x40", problem);
    }

    [Fact]
    public void OtherFile_IsRefused()
    {
        Assert.Null(JournalFixture.Open(new byte[4096], out string? problem));
        Assert.Contains("does not begin as a journal", problem);
    }

    private static int ReadAll(byte[] bytes)
    {
        using JournalFile? file = JournalFixture.Open(bytes, out _);
        return file?.Backwards().Count() ?? 0;
    }
}
