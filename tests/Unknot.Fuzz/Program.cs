using Unknot.Fuzz;

if (args is ["shapes", ..]) return ShapeTable.Print(args.ElementAtOrDefault(1));
if (args.Length == 0 || !FuzzTarget.Names.Contains(args[0]))
{
    Console.WriteLine("usage: fuzz TARGET [COUNT [SEED [FIRST]]]   TARGET: " + string.Join(' ', FuzzTarget.Names) + "\n       fuzz shapes [NAME]");
    return 64;
}

long count = args.Length > 1 ? long.Parse(args[1]) : 100_000;
ulong seed = args.Length > 2 ? ulong.Parse(args[2]) : 1;
long first = args.Length > 3 ? long.Parse(args[3]) : 0;
string folder = Path.Combine(FileSeeds.Root() ?? Path.GetTempPath(), "artifacts", "fuzz");
return new FuzzRun(args[0], count, seed, first, folder).Run() == 0 ? 0 : 1;
