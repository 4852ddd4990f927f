using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unknot.Diagnosis.Reports;

/// <summary>The report as JSON: camelCase, UTF-8, indented.</summary>
public static class ReportJson
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(Report report, Stream stream) => JsonSerializer.Serialize(stream, report, ReportJsonContext.Default.Report);

    /// <summary>The report as a string.</summary>
    /// <param name="report">The report.</param>
    /// <returns>JSON text.</returns>
    public static string ToText(Report report) => JsonSerializer.Serialize(report, ReportJsonContext.Default.Report);
}

/// <summary>Serialisation code made at build time: reflection is not there under native AOT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
