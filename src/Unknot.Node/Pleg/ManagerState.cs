using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Pleg;

/// <summary>What is known of systemd, and of the bus on the way to it. Pure, as <see cref="PlegState"/> is. Safe from several threads.</summary>
/// <param name="deadline">After how long a request counts as hanging.</param>
/// <param name="time">The clock.</param>
internal sealed class ManagerState(TimeSpan deadline, TimeProvider time)
{
    // sd-bus: deal with cookie overruns.
    private const int FirstThatSurvives = 242;

    private readonly Lock _lock = new();
    private ManagerView _view = new();
    private (uint Cookie, DateTimeOffset At)? _first;
    private long _asked;

    /// <summary>A request is about to be sent.</summary>
    public void Ask(string component, int? pid, string call)
    {
        lock (_lock)
        {
            _asked = time.GetTimestamp();
            _view = _view with { Asked = component, AskedPid = pid, Call = call, AskedAt = time.GetUtcNow() };
        }
    }

    /// <summary>systemd has answered.</summary>
    /// <param name="pid">Its pid; null where not known.</param>
    /// <param name="version">Its version.</param>
    /// <param name="cookie">Its cookie on the bus; null on its private socket.</param>
    public void Answered(int? pid, string? version, uint? cookie)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            // Another systemd, or the same started anew, counts from the beginning.
            if (cookie is { } counted && (_first is null || counted < _view.Cookie)) _first = (counted, now);
            CookieForecast? forecast = cookie is { } second && _first is { } first ? CookieForecast.Of(first, (second, now)) : null;
            _view = Idle(null) with
            {
                Pid = pid,
                Version = version,
                Cookie = cookie,
                AnsweredAt = now,
                Took = time.GetElapsedTime(_asked),
                PerDay = forecast?.PerDay,
                OverflowsAt = forecast?.OverflowsAt,
                SurvivesOverflow = MajorOf(version) is { } major ? major >= FirstThatSurvives : null,
            };
        }
    }

    /// <summary>The request on the way to systemd was answered, or came to nothing.</summary>
    /// <param name="failure">What went wrong; null when it was answered.</param>
    public void Ended(string? failure)
    {
        lock (_lock) _view = Idle(failure);
    }

    /// <summary>As it is now.</summary>
    public ManagerView View()
    {
        lock (_lock) return _view.Asked is null ? _view : _view with { Hangs = time.GetElapsedTime(_asked) >= deadline };
    }

    private ManagerView Idle(string? failure) => _view with { Asked = null, AskedPid = null, Call = null, AskedAt = null, Failure = failure };

    /// <summary><c>252.39-1~deb12u1</c> → 252.</summary>
    private static int? MajorOf(string? version)
    {
        if (version is null) return null;
        ReadOnlySpan<char> digits = version.AsSpan().TrimStart('v');
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : null;
    }
}
