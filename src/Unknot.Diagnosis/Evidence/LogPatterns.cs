namespace Unknot.Diagnosis.Evidence;

/// <summary>
/// The log lines that say something, one entry per kind. The finding catalogue refers to the kinds by name; a line that matches none is
/// counted and passed over.
/// </summary>
public static partial class LogPatterns
{
}
