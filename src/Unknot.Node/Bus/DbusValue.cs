namespace Unknot.Node.Bus;

/// <summary>A value of a D-Bus message.</summary>
/// <param name="Type">Its type code: one of <c>ybnqiuxtdhsog</c>, <c>a</c>, <c>(</c>, <c>{</c>, <c>v</c>.</param>
/// <param name="Bits">Integers, sign-extended; the bits of a double; 0 for others.</param>
/// <param name="Text">Strings, paths and signatures; null for others.</param>
/// <param name="Items">Elements of an array, fields of a struct or entry, the one value of a variant.</param>
internal sealed record DbusValue(char Type, ulong Bits, string? Text, IReadOnlyList<DbusValue> Items)
{
    /// <summary>The value inside variants.</summary>
    public DbusValue Inner
    {
        get
        {
            DbusValue value = this;
            while (value.Type == 'v' && value.Items.Count == 1) value = value.Items[0];
            return value;
        }
    }
}
