using System.Text.Json.Serialization;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>How the documents of a live node are written and read: one description for both sides.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ProcessRecord))]
[JsonSerializable(typeof(SocketRecord))]
[JsonSerializable(typeof(ProbeRecord))]
[JsonSerializable(typeof(LimitRecord))]
internal sealed partial class NodeJson : JsonSerializerContext;
