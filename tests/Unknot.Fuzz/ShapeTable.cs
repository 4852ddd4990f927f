namespace Unknot.Fuzz;

/// <summary>What each hostile shape costs at 1, 2 and 4 MiB: a figure that more than doubles with the length is to be looked at.</summary>
internal static class ShapeTable
{
    public static int Print(string? only)
    {
        Console.WriteLine($"{"",-26}{"ms at 1, 2, 4 MiB",24}{"MiB allocated",24}");
        foreach ((string name, Func<int, byte[]> shape) in HostileShapes.Dumps) Row("dump: " + name, shape, only, FuzzTarget.RunDump);
        foreach ((string name, Func<int, byte[]> shape) in HostileShapes.Dumps.Concat(HostileShapes.Evidence)) Row("file: " + name, shape, only, i => FuzzTarget.RunFile(i, "a"));
        return 0;
    }

    private static void Row(string name, Func<int, byte[]> shape, string? only, Action<byte[]> run)
    {
        if (only is not null && !name.Contains(only, StringComparison.Ordinal)) return;
        Console.Write($"{name,-30}");
        string allocations = "";
        for (int length = 1 << 20; length <= 4 << 20; length *= 2)
        {
            byte[] input = shape(length);
            if (length == 1 << 20) Try(run, shape(1 << 14));
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan start = ThreadTime.Now();
            string? failed = Try(run, input);
            Console.Write($"{(ThreadTime.Now() - start).TotalMilliseconds,8:F0}");
            allocations += $"{(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1048576.0,8:F0}{failed}";
        }

        Console.WriteLine(allocations);
    }

    private static string? Try(Action<byte[]> run, byte[] input)
    {
        try
        {
            run(input);
            return null;
        }
        catch (Exception error)
        {
            return " " + error.GetType().Name + ": " + error.Message;
        }
    }
}
