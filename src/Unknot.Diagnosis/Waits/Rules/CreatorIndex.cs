namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Stacks of a dump by the function that started their goroutines, closures counted to the function that they stand in.</summary>
internal sealed class CreatorIndex
{
    private readonly Dictionary<string, List<StackProfile>> _byCreator = new(StringComparer.Ordinal);

    public CreatorIndex(DumpView view)
    {
        foreach (StackProfile profile in view.Profiles)
        {
            if (profile.Stack.CreatedBy is not { } creator) continue;
            Add(creator.Function, profile);
            for (int at = creator.Function.IndexOf(".func", StringComparison.Ordinal); at > 0; at = creator.Function.IndexOf(".func", at + 1, StringComparison.Ordinal))
                Add(creator.Function[..at], profile);
        }
    }

    public IReadOnlyList<StackProfile> StartedIn(string function) => _byCreator.TryGetValue(function, out List<StackProfile>? list) ? list : [];

    /// <summary>Stacks whose goroutines a method of that type started, or a closure in one.</summary>
    public IEnumerable<StackProfile> StartedByMethodsOf(string type) => _byCreator.Where(c => LockUse.TypeOf(c.Key) == type).SelectMany(c => c.Value).Distinct();

    private void Add(string function, StackProfile profile)
    {
        if (!_byCreator.TryGetValue(function, out List<StackProfile>? list)) _byCreator[function] = list = [];
        list.Add(profile);
    }
}
