using System.Text;
using Unknot.Bundles.Redaction;

namespace Unknot.Bundles.Tests.Redaction;

/// <summary>Runs one text through a redactor of its own.</summary>
internal static class Redacted
{
    public static string Of(string text) => Of(text, out _);

    public static string Of(string text, out IReadOnlyDictionary<string, long> counts)
    {
        Redactor redactor = new();
        string redacted = Encoding.UTF8.GetString(redactor.Redact(Encoding.UTF8.GetBytes(text)).Span);
        counts = redactor.Counts;
        return redacted;
    }
}
