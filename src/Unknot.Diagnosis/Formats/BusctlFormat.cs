using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>busctl list</c>: who owns which name on a bus. (What busctl says when a call times out is a log sign.)</summary>
internal static class BusctlFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "busctl";

    /// <summary>True when the header stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(IsHeader);

    /// <summary>Reads all lists in the text.</summary>
    public static void Read(FormatInput input)
    {
        bool isInside = false;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (IsHeader(line))
            {
                isInside = true;
                continue;
            }

            string[] words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 3 || words[0][0] != ':' && !words[0].Contains('.'))
            {
                isInside = isInside && words.Length > 0 && words.Length >= 3;
                continue;
            }

            if (!isInside) continue;
            int? pid = int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int p) && p > 0 ? p : null;
            input.Snapshot.BusNames.Add(new BusNameEvidence(words[0], pid, words[2] == "-" ? null : words[2], input.Origin(i)));
        }
    }

    private static bool IsHeader(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 5 && words[0] == "NAME" && words[1] == "PID" && words[2] == "PROCESS" && words[3] == "USER";
    }
}
