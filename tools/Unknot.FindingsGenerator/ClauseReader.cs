using Unknot.Diagnosis.Findings;
using YamlDotNet.RepresentationModel;

namespace Unknot.FindingsGenerator;

/// <summary>Reads one clause of a signature: its kind is the one key that is none of <c>weight</c>, <c>required</c> and <c>words</c>.</summary>
internal static class ClauseReader
{
    private static readonly string[] s_statuses = ["True", "False", "Unknown"];
    private static readonly string[] s_freezerStates = ["FROZEN", "FREEZING"];
    private static readonly string[] s_outcomes = ["answered", "timedOut", "refused", "failed"];

    /// <summary>Kinds by key. One line each: a table.</summary>
    private static readonly Dictionary<string, Func<YamlMap, string, ClauseText>> s_kinds = new(StringComparer.Ordinal)
    {
        ["stack"] = (map, kind) => Stack(map.Inner(kind)),
        ["log"] = Log,
        ["process"] = (map, kind) => Process(map.Inner(kind)),
        ["kernelStack"] = (map, kind) => KernelStack(map.Inner(kind)),
        ["freezer"] = Freezer,
        ["mount"] = (map, kind) => Mount(map.Inner(kind)),
        ["trace"] = (map, kind) => Trace(map.Inner(kind)),
        ["socket"] = (map, kind) => Socket(map.Inner(kind)),
        ["probe"] = (map, kind) => Probe(map.Inner(kind)),
        ["condition"] = (map, kind) => Condition(map.Inner(kind)),
        ["limit"] = (map, kind) => Limit(map.Inner(kind)),
        ["unit"] = (map, kind) => Unit(map.Inner(kind)),
        ["job"] = (map, kind) => Job(map.Inner(kind)),
        ["metric"] = (map, kind) => Metric(map.Inner(kind)),
        ["pod"] = (map, kind) => Pod(map.Inner(kind)),
        ["dump"] = (map, kind) => Dump(map.Inner(kind)),
        ["root"] = (map, kind) => Root(map.Inner(kind)),
        ["chain"] = (map, kind) => Chain(map.Inner(kind)),
        ["version"] = (map, kind) => Version(map.Inner(kind)),
    };

    /// <summary>Reads a clause.</summary>
    /// <param name="map">Its mapping.</param>
    /// <returns>The clause; null when its kind is not known, which has been reported.</returns>
    public static ClauseSource? Read(YamlMap map)
    {
        double weight = map.Number("weight") ?? 1;
        if (weight <= 0) map.Report("'weight' must be above 0", "weight");
        bool isRequired = map.Flag("required");
        string? words = map.Optional("words");
        List<string> kinds = [.. map.Keys.Where(key => key is not ("weight" or "required" or "words"))];
        if (kinds is not [string kind] || !s_kinds.TryGetValue(kind, out var read))
        {
            map.Report($"a clause has one of {string.Join(", ", s_kinds.Keys)}; this one has {(kinds.Count == 0 ? "none" : string.Join(", ", kinds))}");
            return null;
        }

        ClauseText text = read(map, kind);
        return new ClauseSource(text.Type, words ?? text.Words, weight, isRequired, text.Properties);
    }

    private static ClauseText Stack(YamlMap map)
    {
        ClauseText text = new("StackClause");
        string? component = text.Name(map, "component", CatalogReader.AnyComponent);
        IReadOnlyList<string> functions = map.Texts("functions");
        if (functions.Count == 0) map.Report("'functions' is missing");
        text.Add("Functions", functions);
        bool isTop = text.Flag(map, "top", "IsTop");
        IReadOnlyList<string> states = text.List(map, "state", "States");
        double? minutes = text.Number(map, "minMinutes", "MinMinutes");
        double? count = text.Number(map, "minCount", "MinCount");
        map.ReportUnknownKeys();
        return text.Say($"{Who(component)}: {Many(count, "goroutine")} in {string.Join(" under ", functions)}{If(" in state ", states)}{(isTop ? ", and in nothing that it calls" : "")}"
            + (minutes is null ? "" : $" for {minutes} minutes or more"));
    }

    private static ClauseText Log(YamlMap map, string kind)
    {
        ClauseText text = new("LogClause");
        if (map.Node(kind) is not YamlMappingNode)
        {
            IReadOnlyList<string> kinds = map.Texts(kind);
            text.Add("LogKinds", kinds);
            return text.Say($"a log line of the kind {string.Join(" or ", kinds)}");
        }

        YamlMap inner = map.Inner(kind);
        IReadOnlyList<string> innerKinds = text.List(inner, "kind", "LogKinds");
        if (innerKinds.Count == 0) inner.Report("'kind' is missing");
        text.Name(inner, "component", CatalogReader.AnyComponent);
        text.Text(inner, "text", "Text");
        double? count = text.Number(inner, "minCount", "MinCount");
        inner.ReportUnknownKeys();
        return text.Say($"{Many(count, "log line")} of the kind {string.Join(" or ", innerKinds)}");
    }

    private static ClauseText Process(YamlMap map)
    {
        ClauseText text = new("ProcessClause");
        string? component = text.Name(map, "component", CatalogReader.AnyComponent);
        string? name = text.Text(map, "name", "Name");
        IReadOnlyList<string> command = text.List(map, "commandContains", "CommandContains");
        string? state = text.Text(map, "state", "States");
        IReadOnlyList<string> wchan = text.List(map, "wchan", "Wchan");
        string? file = text.Text(map, "openFile", "OpenFile");
        double? age = text.Number(map, "minAgeSeconds", "MinAgeSeconds");
        double? cpu = text.Number(map, "cpuAbove", "CpuAbove");
        bool isChildless = text.Flag(map, "childless", "IsChildless");
        bool isTraced = text.Flag(map, "traced", "IsTraced");
        double? zombies = text.Number(map, "zombies", "MinZombies");
        double? count = text.Number(map, "minCount", "MinCount");
        map.ReportUnknownKeys();
        string who = Many(count, name ?? (component is null or "*" ? "process" : $"{component} process"));
        return text.Say(who + If(" with command ", command) + If(" in state ", state) + If(" waiting in ", wchan) + If(" with open file ", file)
            + If(" older than ", age, " s") + If(" using more than ", cpu, " % of a processor") + (isChildless ? " without a child" : "")
            + (isTraced ? " under a tracer" : "") + If(" with ", zombies, " zombies or more"));
    }

    private static ClauseText KernelStack(YamlMap map)
    {
        ClauseText text = new("KernelStackClause");
        IReadOnlyList<string> functions = text.List(map, "functions", "Functions");
        if (functions.Count == 0) map.Report("'functions' is missing");
        IReadOnlyList<string> tasks = text.List(map, "task", "Tasks");
        map.ReportUnknownKeys();
        return text.Say($"a task{If(" named ", tasks)} stands in the kernel in {string.Join(" under ", functions)}");
    }

    private static ClauseText Freezer(YamlMap map, string kind)
    {
        ClauseText text = new("FreezerClause");
        string? state = map.OneOf(kind, s_freezerStates);
        text.Add("State", state ?? "");
        return text.Say($"a cgroup is {state}");
    }

    private static ClauseText Mount(YamlMap map)
    {
        ClauseText text = new("MountClause");
        IReadOnlyList<string> types = text.List(map, "fileSystem", "FileSystems");
        if (types.Count == 0) map.Report("'fileSystem' is missing");
        map.ReportUnknownKeys();
        return text.Say($"a file system of type {string.Join(" or ", types)} is mounted");
    }

    private static ClauseText Trace(YamlMap map)
    {
        ClauseText text = new("TraceClause");
        string syscall = map.Required("syscall");
        text.Add("Syscall", syscall);
        string? part = text.Text(map, "text", "Text");
        map.ReportUnknownKeys();
        return text.Say($"an strace ends in {syscall}{If(" with ", part)}");
    }

    private static ClauseText Socket(YamlMap map)
    {
        ClauseText text = new("SocketClause");
        string? path = text.Text(map, "path", "Path");
        bool isListening = text.Flag(map, "listening", "IsListening");
        double? queue = text.Number(map, "minReceiveQueue", "MinReceiveQueue");
        map.ReportUnknownKeys();
        return text.Say($"a {(isListening ? "listening " : "")}socket{If(" at ", path)}{If(" has a Recv-Q of ", queue, " or more")}");
    }

    private static ClauseText Probe(YamlMap map)
    {
        ClauseText text = new("ProbeClause");
        string? component = text.Name(map, "component", CatalogReader.AnyComponent);
        string? call = text.Text(map, "call", "Call");
        string? outcome = map.OneOf("outcome", s_outcomes);
        if (outcome is not null) text.Add("Outcome", outcome);
        string? value = text.Text(map, "value", "Value");
        double? above = text.Number(map, "above", "Above");
        if ((value is null) != (above is null)) map.Report("'value' and 'above' go together");
        map.ReportUnknownKeys();
        return text.Say($"{component ?? "a daemon"} was asked{If(" for ", call)}{If(" with the outcome ", outcome)}{If($" and told a {value} above ", above, "")}");
    }

    private static ClauseText Condition(YamlMap map)
    {
        ClauseText text = new("ConditionClause");
        string type = map.Required("type");
        text.Add("ConditionType", type);
        IReadOnlyList<string> statuses = map.Texts("status", s_statuses);
        if (statuses.Count == 0) map.Report("'status' is missing");
        text.Add("Statuses", statuses);
        string? part = text.Text(map, "text", "Text");
        map.ReportUnknownKeys();
        return text.Say($"the node's condition {type} is {string.Join(" or ", statuses)}{(part is null ? "" : $" with \"{part}\"")}");
    }

    private static ClauseText Limit(YamlMap map)
    {
        ClauseText text = new("LimitClause");
        IReadOnlyList<string> kinds = map.Texts("of", FindingVocabulary.LimitKinds);
        if (kinds.Count == 0) map.Report("'of' is missing");
        text.Add("Limits", kinds);
        double? share = text.Number(map, "minShare", "MinShare");
        map.ReportUnknownKeys();
        return text.Say($"{string.Join(" or ", kinds)}: {share ?? 1:P0} or more is used");
    }

    private static ClauseText Unit(YamlMap map)
    {
        ClauseText text = new("UnitClause");
        IReadOnlyList<string> names = text.List(map, "name", "Names");
        IReadOnlyList<string> states = text.List(map, "active", "Active");
        double? loaded = text.Number(map, "minLoaded", "MinLoaded");
        if (names.Count + states.Count == 0 && loaded is null) map.Report("a unit clause needs 'name', 'active' or 'minLoaded'");
        map.ReportUnknownKeys();
        if (loaded is not null) return text.Say($"systemd has {loaded} units or more");
        return text.Say($"{(names.Count == 0 ? "a unit of systemd" : string.Join(" or ", names))}{(states.Count == 0 ? " is there" : $" is {string.Join(" or ", states)}")}");
    }

    private static ClauseText Job(YamlMap map)
    {
        ClauseText text = new("UnitJobClause");
        double? count = text.Number(map, "minCount", "MinCount");
        map.ReportUnknownKeys();
        return text.Say($"{Many(count, "job")} waits in systemd's queue");
    }

    private static ClauseText Metric(YamlMap map)
    {
        ClauseText text = new("MetricClause");
        string series = map.Required("series");
        text.Add("Series", series);
        double? age = text.Number(map, "minAgeSeconds", "MinAgeSeconds");
        double? slow = text.Number(map, "slowerThanSeconds", "SlowerThanSeconds");
        if (age is null == slow is null) map.Report("a metric clause needs one of 'minAgeSeconds' and 'slowerThanSeconds'");
        map.ReportUnknownKeys();
        return text.Say($"the kubelet's {series}{If(" is older than ", age, " s")}{If(" has observations above ", slow, " s")}");
    }

    private static ClauseText Pod(YamlMap map)
    {
        ClauseText text = new("PodClause");
        IReadOnlyList<string> statuses = map.Texts("status");
        if (statuses.Count == 0) map.Report("'status' is missing");
        text.Add("Statuses", statuses);
        double? count = text.Number(map, "minCount", "MinCount");
        map.ReportUnknownKeys();
        return text.Say($"{Many(count, "pod")} is {string.Join(" or ", statuses)}");
    }

    private static ClauseText Dump(YamlMap map)
    {
        ClauseText text = new("DumpClause");
        string? component = text.Name(map, "component", CatalogReader.AnyComponent);
        bool isCut = text.Flag(map, "cut", "IsCut");
        double? count = text.Number(map, "minGoroutines", "MinGoroutines");
        map.ReportUnknownKeys();
        return text.Say($"a goroutine dump{If(" of ", component)}{(isCut ? " is cut" : "")}{If(" has ", count, " goroutines or more")}");
    }

    private static ClauseText Root(YamlMap map)
    {
        ClauseText text = new("RootClause");
        IReadOnlyList<string> components = map.Texts("component", CatalogReader.AnyComponent);
        text.AddIfAny("Components", components);
        IReadOnlyList<string> resources = map.Texts("resource", FindingVocabulary.ResourceKinds);
        text.AddIfAny("Resources", resources);
        IReadOnlyList<string> rules = map.Texts("rule", FindingVocabulary.RootRules);
        text.AddIfAny("Rules", rules);
        if (components.Count + resources.Count + rules.Count == 0) map.Report("a root clause needs 'component', 'resource' or 'rule'");
        map.ReportUnknownKeys();
        string whom = components.Count == 0 ? "the root" : string.Join(" or ", components);
        return text.Say($"the wait chain ends at {whom}{If(", waited for through ", resources)}{If(", which is ", rules)}");
    }

    private static ClauseText Chain(YamlMap map)
    {
        ClauseText text = new("ChainClause");
        IReadOnlyList<string> components = map.Texts("components", CatalogReader.AnyComponent);
        text.AddIfAny("Components", components);
        IReadOnlyList<string> resources = map.Texts("resource", FindingVocabulary.ResourceKinds);
        text.AddIfAny("Resources", resources);
        if (components.Count + resources.Count == 0) map.Report("a chain clause needs 'components' or 'resource'");
        map.ReportUnknownKeys();
        string through = components.Count == 0 ? "" : $" goes {string.Join(" → ", components)}";
        return text.Say($"the wait chain{through}{If(" has a ", resources)}");
    }

    private static ClauseText Version(YamlMap map)
    {
        RangeSource range = CatalogReader.ReadRange(map);
        ClauseText text = new("VersionClause");
        text.AddCode("Range", CatalogCode.Range(range));
        return text.Say($"the version: {range.Words}");
    }

    private static string Who(string? component) => component is null or "*" ? "a Go program" : component;

    private static string Many(double? count, string what) => count is null or 1 ? $"a {what}" : $"{count} or more of: {what}";

    private static string If(string before, IReadOnlyList<string> words) => words.Count == 0 ? "" : before + string.Join(" or ", words);

    private static string If(string before, string? word) => word is null ? "" : before + word;

    private static string If(string before, double? number, string after) => number is null ? "" : $"{before}{number}{after}";
}
