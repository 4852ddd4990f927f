using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits;

/// <summary>A waiter waits for a resource.</summary>
/// <param name="Waiter">Who waits.</param>
/// <param name="Resource">For what.</param>
/// <param name="Rule">Name of the rule that found it.</param>
/// <param name="Certainty">How it is known.</param>
/// <param name="Evidence">Where it is written; empty: where the waiter is written.</param>
public sealed record WaitEdge(Waiter Waiter, Resource Resource, string Rule, Certainty Certainty, IReadOnlyList<Provenance> Evidence);

/// <summary>A resource is held by a waiter, or waits for it to act.</summary>
/// <param name="Resource">What is held.</param>
/// <param name="Holder">By whom.</param>
/// <param name="Rule">Name of the rule that found it.</param>
/// <param name="Certainty">How it is known.</param>
/// <param name="Confidence">How sure: 0 to 1. Several holders of one resource share it.</param>
/// <param name="Why">In plain words.</param>
/// <param name="Evidence">Where it is written; empty: where the holder is written.</param>
public sealed record HoldEdge(
    Resource Resource, Waiter Holder, string Rule, Certainty Certainty, double Confidence, string Why, IReadOnlyList<Provenance> Evidence);
