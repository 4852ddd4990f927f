using Unknot.FindingsGenerator;

if (args is not [string root])
{
    Console.Error.WriteLine("usage: Unknot.FindingsGenerator REPOSITORY");
    return 2;
}

GeneratedFiles files = GeneratedFiles.From(File.ReadAllText(Path.Combine(root, GeneratedFiles.SourcePath)));
foreach (CatalogProblem problem in files.Problems) Console.Error.WriteLine($"{GeneratedFiles.SourcePath}({problem.Line}): error: {problem.Text}");
if (files.Problems.Count > 0) return 1;
foreach ((string path, string content) in files.Contents) File.WriteAllText(Path.Combine(root, path), content);
Console.WriteLine($"{files.FindingCount} findings: {string.Join(", ", files.Contents.Keys)}");
return 0;
