namespace Unknot.Node.Daemons;

/// <summary>An HTTP answer, read whole.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">Body.</param>
/// <param name="Headers">Headers of the answer.</param>
internal sealed record HttpAnswer(int Status, byte[] Body, System.Net.Http.Headers.HttpResponseHeaders Headers)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
