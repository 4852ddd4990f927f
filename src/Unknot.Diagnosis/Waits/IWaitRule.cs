namespace Unknot.Diagnosis.Waits;

/// <summary>One way to know that somebody waits for something, or who holds it. Rules run in a fixed order and only add to the graph.</summary>
internal interface IWaitRule
{
    /// <summary>Name for the report, in kebab-case: <c>mutex</c>, <c>grpc-call</c>, <c>child-exit</c>.</summary>
    string Name { get; }

    /// <summary>Adds the edges that this rule sees.</summary>
    void Apply(WaitGraphBuilder graph);
}
