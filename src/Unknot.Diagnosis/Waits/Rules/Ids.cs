namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Container ids as people write them.</summary>
internal static class Ids
{
    /// <summary>The first twelve digits.</summary>
    public static string Short(string id) => id[..Math.Min(12, id.Length)];
}
