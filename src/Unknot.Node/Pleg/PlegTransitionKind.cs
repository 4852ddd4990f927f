namespace Unknot.Node.Pleg;

/// <summary>Kinds of <see cref="PlegTransition"/>.</summary>
internal enum PlegTransitionKind
{
    /// <summary>A container is in the list that was not.</summary>
    Appeared,

    /// <summary>A container's state is another one.</summary>
    Changed,

    /// <summary>A container is no longer in the list.</summary>
    Removed,

    /// <summary>A request is past its deadline.</summary>
    HangBegan,

    /// <summary>A request that hung has ended: answered, or the daemon has gone.</summary>
    HangEnded,

    /// <summary>A daemon answers that was not there.</summary>
    DaemonFound,

    /// <summary>A daemon has gone.</summary>
    DaemonGone,
}
