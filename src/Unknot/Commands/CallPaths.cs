using System.CommandLine;

namespace Unknot.Commands;

/// <summary>The paths of a call. The command line library takes an option that it does not know for a path: that is a wrong call here.</summary>
internal static class CallPaths
{
    public static string[] Of(ParseResult call, Argument<string[]> argument, string verb)
    {
        string[] paths = call.GetValue(argument) ?? [];
        int afterDashes = call.Tokens.SkipWhile(t => t.Value != "--").Count(t => t.Value != "--");
        foreach (string path in paths.SkipLast(afterDashes))
        {
            if (path.Length > 1 && path[0] == '-')
            {
                throw new WrongCallException($"no such option: {path}; try: unknot {verb} --help (a file of that name: unknot {verb} -- {path})");
            }
        }
        return paths;
    }
}
