using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unknot.Bundles.Redaction;

/// <summary>
/// Finds secrets in JSON, one document or lines of it: by key, in the variables of a process (<c>Env: ["A=b"]</c>, <c>envs: [{key, value}]</c>), word by word in arrays
/// (command lines), and by pattern in all other strings. JSON within a string, as CRI's verbose answers have it, is gone through likewise.
/// </summary>
internal sealed class JsonSecrets(AnchorFinder anchors, SecretList found, int nested = 0)
{
    private const int MaxDepth = 256, MaxNested = 4;

    private Level[] _levels = new Level[8];
    private byte[] _scratch = [];
    private int _depth;

    /// <summary>What an object or array is to its values.</summary>
    private enum Role
    {
        /// <summary>Nothing in particular.</summary>
        None,

        /// <summary>An array of <c>NAME=VALUE</c>, or of objects with a <c>value</c>.</summary>
        Variables,

        /// <summary>An object whose values are variables' values.</summary>
        VariableMap,

        /// <summary>An object of which <c>value</c> is one.</summary>
        Variable,
    }

    /// <summary>True where a line may begin JSON. A log's <c>[time]</c> does not.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) return false;
        int next = text[1..].IndexOfAnyExcept(" \t\r\n"u8);
        return next >= 0 && text[next + 1] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'}' or (byte)']';
    }

    /// <summary>Goes through JSON as far as it is JSON.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where JSON begins in it.</param>
    /// <param name="isWhole">False when it ended in what is no JSON.</param>
    /// <returns>Where it ended.</returns>
    public int Find(ReadOnlySpan<byte> text, int start, out bool isWhole)
    {
        Utf8JsonReader reader = new(text[start..], new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        int end = start;
        _depth = 0;
        _levels[0] = default;
        isWhole = true;
        try
        {
            while (reader.Read())
            {
                Take(ref reader, start);
                // A key whose value is no JSON is looked at again, as text together with it.
                if (reader.TokenType != JsonTokenType.PropertyName) end = start + (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            isWhole = false;
        }

        return isWhole ? text.Length : end;
    }

    private void Take(ref Utf8JsonReader reader, int start)
    {
        ref Level level = ref _levels[_depth];
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Open(level.IsEnvironment ? Role.VariableMap : level.Role == Role.Variables ? Role.Variable : Role.None, isArray: false);
                break;
            case JsonTokenType.StartArray:
                Open(level.IsEnvironment ? Role.Variables : Role.None, isArray: true);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                break;
            case JsonTokenType.PropertyName:
                level.Secret = SecretKeys.KindOfJsonKey(reader.ValueSpan);
                level.IsEnvironment = IsEnvironment(reader.ValueSpan);
                level.IsValue = reader.ValueTextEquals("value"u8);
                // A registry's address with a password may be a key.
                Text(ref reader, start);
                break;
            case JsonTokenType.String:
                String(ref reader, ref level, start);
                break;
        }
    }

    private void Open(Role role, bool isArray)
    {
        if (++_depth == _levels.Length) Array.Resize(ref _levels, _levels.Length * 2);
        _levels[_depth] = new Level { Role = role, IsArray = isArray };
    }

    /// <summary><c>Env</c> of docker and OCI, <c>envs</c> of CRI, <c>env</c> of Kubernetes.</summary>
    private static bool IsEnvironment(ReadOnlySpan<byte> key) =>
        key.Length is >= 3 and <= 11 && (System.Text.Ascii.EqualsIgnoreCase(key, "env"u8) || System.Text.Ascii.EqualsIgnoreCase(key, "envs"u8) || System.Text.Ascii.EqualsIgnoreCase(key, "environment"u8));

    private void String(ref Utf8JsonReader reader, ref Level level, int start)
    {
        ReadOnlySpan<byte> value = reader.ValueSpan;
        int at = start + (int)reader.TokenStartIndex + 1;
        if (level.IsArray && level.Role == Role.Variables)
        {
            int name = value.IndexOf((byte)'=');
            if (name >= 0) Whole(at + name + 1, value[(name + 1)..], SecretKind.Env);
            else Text(ref reader, start);
        }
        else if (!level.IsArray && (level.Role == Role.VariableMap || (level.Role == Role.Variable && level.IsValue)))
        {
            Whole(at, value, SecretKind.Env);
        }
        else if (!level.IsArray && level.Secret is { } kind)
        {
            Whole(at, value, kind);
        }
        else if (level.IsArray && level.Words.Take(value, out SecretKind word) is var from and >= 0)
        {
            Whole(at + from, value[from..], word);
        }
        else
        {
            Text(ref reader, start);
        }
    }

    private void Whole(int at, ReadOnlySpan<byte> value, SecretKind kind)
    {
        if (!SecretKeys.IsHarmless(value)) found.Add(at, value.Length, kind);
    }

    private void Text(ref Utf8JsonReader reader, int start)
    {
        int at = start + (int)reader.TokenStartIndex + 1;
        if (!reader.ValueIsEscaped || !TryUnescape(ref reader, out ReadOnlyMemory<byte> plain))
        {
            TextSecrets.Find(reader.ValueSpan, at, anchors, found);
            return;
        }

        SecretList within = new();
        if (nested < MaxNested && MayBegin(plain.Span)) new Redactor.Pass(anchors, within, nested + 1).Find(plain.Span);
        else TextSecrets.Find(plain.Span, 0, anchors, within);
        if (within.IsEmpty) return;
        ReadOnlyMemory<byte> rewritten = within.Apply(plain);
        found.AddRewritten(at, reader.ValueSpan.Length, JsonEncodedText.Encode(rewritten.Span, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray(), within);
    }

    /// <summary>A half surrogate or broken UTF-8 has no plain text.</summary>
    private bool TryUnescape(ref Utf8JsonReader reader, out ReadOnlyMemory<byte> plain)
    {
        plain = default;
        if (_scratch.Length < reader.ValueSpan.Length) _scratch = new byte[Math.Max(1024, reader.ValueSpan.Length * 2)];
        try
        {
            plain = _scratch.AsMemory(0, reader.CopyString(_scratch));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private struct Level
    {
        public Role Role;
        public bool IsArray, IsEnvironment, IsValue;
        public SecretKind? Secret;
        public CommandWords Words;
    }
}
