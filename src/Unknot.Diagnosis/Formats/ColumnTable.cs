namespace Unknot.Diagnosis.Formats;

/// <summary>
/// A table whose columns are aligned under a header by two or more spaces: <c>docker ps</c>, <c>crictl</c>, <c>ctr</c>, <c>kubectl get</c>
/// (all Go's <c>text/tabwriter</c>). Where a copy lost the alignment, cells are told apart by runs of spaces alone.
/// </summary>
internal sealed class ColumnTable
{
    private readonly string[] _names;
    private readonly int[] _starts;

    private ColumnTable(string[] names, int[] starts)
    {
        _names = names;
        _starts = starts;
    }

    /// <summary>Reads a header; null when a wanted column is not in it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="wanted">Names that must be there.</param>
    public static ColumnTable? Of(string line, params ReadOnlySpan<string> wanted)
    {
        foreach (string name in wanted)
        {
            if (!line.Contains(name, StringComparison.Ordinal)) return null;
        }

        List<string> names = [];
        List<int> starts = [];
        int i = 0;
        while (i < line.Length)
        {
            while (i < line.Length && line[i] is ' ' or '\t') i++;
            if (i == line.Length) break;
            int end = EndOfCell(line, i);
            names.Add(line[i..end]);
            starts.Add(i);
            i = end;
        }

        foreach (string name in wanted)
        {
            if (!names.Contains(name)) return null;
        }

        return new ColumnTable([.. names], [.. starts]);
    }

    /// <summary>The cell below a header; empty when the line has none or the table no such column.</summary>
    public string Cell(string line, string name)
    {
        int column = Array.IndexOf(_names, name);
        if (column < 0) return "";
        if (IsAligned(line))
        {
            int start = _starts[column];
            if (start >= line.Length) return "";
            int end = column + 1 < _starts.Length ? Math.Min(_starts[column + 1], line.Length) : line.Length;
            return line[start..end].Trim();
        }

        return Loose(line, column);
    }

    /// <summary>Aligned when every column but the first is preceded by a space.</summary>
    private bool IsAligned(string line)
    {
        foreach (int start in _starts.AsSpan(1))
        {
            if (start > line.Length) break;
            if (line[start - 1] is not (' ' or '\t') && !char.IsWhiteSpace(line[Math.Min(start, line.Length - 1)])) return false;
        }

        return !line.Contains('\t');
    }

    private static string Loose(string line, int column)
    {
        int i = 0;
        for (int n = 0; i < line.Length; n++)
        {
            while (i < line.Length && line[i] is ' ' or '\t') i++;
            int end = EndOfCell(line, i);
            if (n == column) return line[i..end];
            i = end;
        }

        return "";
    }

    private static int EndOfCell(string line, int start)
    {
        int i = start;
        while (i < line.Length && line[i] != '\t' && !(line[i] == ' ' && (i + 1 >= line.Length || line[i + 1] is ' ' or '\t'))) i++;
        return i;
    }
}
