#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Gives the processor away every now and then, in work that nobody waits for.
///
/// A thread that stands back gets the processor only where nobody else wants it. But Linux lets it keep
/// it for a millisecond and more before it looks again who wants it, so a request that waits for the disk
/// or the provider three times in its course would wait three times for a commit that goes on meanwhile.
struct Breather {
    /// How long others may wait.
    private static let most = Duration.microseconds(100)
    /// From when on it is done without, because where much else is done every breath takes long, and other
    /// programs may wait for the database as well.
    private static let patience = Duration.milliseconds(200)

    private let now: () -> ContinuousClock.Instant
    private let standBack: () -> Void
    private let begun: ContinuousClock.Instant
    /// When others last could go before.
    private var last: ContinuousClock.Instant

    /// Begins the work.
    ///
    /// - Parameters:
    ///   - now: The clock.
    ///   - standBack: Gives the processor away. A sleep, however short, would make the work half as
    ///     long again where nobody else has any.
    init(
        now: @escaping () -> ContinuousClock.Instant = { .now },
        standBack: @escaping () -> Void = { sched_yield() }
    ) {
        (self.now, self.standBack) = (now, standBack)
        begun = now()
        last = begun
    }

    /// Lets others go before, where it is time.
    ///
    /// - Parameter isAwaited: Whether by now somebody waits for this work.
    mutating func breathe(unless isAwaited: @autoclosure () -> Bool) {
        let time = now()
        guard time - last >= Self.most, time - begun < Self.patience else { return }
        if !isAwaited() { standBack() }
        last = now()
    }
}
