namespace Unknot.Goroutines;

/// <summary>A lock, WaitGroup, Cond or semaphore of one dump, and who waits for it.</summary>
/// <param name="Input">The file whose dump it is in: an address means something only within its process.</param>
/// <param name="Kind"><c>Mutex</c>, <c>RWMutex</c>, <c>WaitGroup</c>, <c>Cond</c>, <c>Once</c>, or <c>Semaphore</c> where only the runtime's own frame is there.</param>
/// <param name="Address">Its address in the process.</param>
/// <param name="State">What its waiters prove of it; see <see cref="LockGrouping"/>.</param>
/// <param name="Waiters">Goroutine ids, in the order of the dump.</param>
/// <param name="MaxMinutes">Longest wait in whole minutes, a lower bound.</param>
internal sealed record LockGroup(string Input, string Kind, ulong Address, string State, IReadOnlyList<long> Waiters, int MaxMinutes);
