public import Foundation

/// What is known of each route's traffic in this process: how many requests it bears at once, when
/// it asked us to wait, and whether it is worth trying.
public actor Traffic {
    /// What one route bears.
    private struct Route {
        var active = 0
        /// How many at once; grows with success and is halved when the route is overloaded.
        var bound: Double
        var closedUntil: Date?
        var breakdowns = 0
        var brokenUntil: Date?
        var waiting: [(id: Int, turn: CheckedContinuation<Void, any Error>)] = []
    }

    private let mostAtOnce: Int
    private let breakdownsToOpen: Int
    private let pauseAfterBreakdowns: TimeInterval
    private let world: World
    private var routes: [String: Route] = [:]
    private var nextID = 0

    /// Creates a record of traffic.
    ///
    /// - Parameters:
    ///   - world: For the time and for waiting.
    ///   - mostAtOnce: The most requests on one route at once.
    ///   - breakdownsToOpen: After so many breakdowns in a row a route is left alone.
    ///   - pauseAfterBreakdowns: For how long, in seconds.
    public init(
        _ world: World, mostAtOnce: Int = 8, breakdownsToOpen: Int = 5,
        pauseAfterBreakdowns: TimeInterval = 30
    ) {
        self.world = world
        self.mostAtOnce = max(1, mostAtOnce)
        self.breakdownsToOpen = breakdownsToOpen
        self.pauseAfterBreakdowns = pauseAfterBreakdowns
    }

    /// Waits for a place on a route.
    ///
    /// - Throws: ``ProviderFailure/unreachable(_:)`` while the route is left alone after breakdowns;
    ///   `CancellationError`.
    func enter(_ name: String) async throws {
        try await waitUntilOpen(name)
        let bound = self[name].bound
        guard Double(self[name].active) >= bound else {
            self[name].active += 1
            return
        }
        nextID += 1
        let id = nextID
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (turn: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    turn.resume(throwing: CancellationError())
                } else {
                    self[name].waiting.append((id, turn))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id, on: name) }
        }
    }

    /// Gives a place back, with what became of the request.
    ///
    /// - Parameters:
    ///   - name: The route.
    ///   - failure: What went wrong; nil where nothing did.
    func leave(_ name: String, _ failure: ProviderFailure?) {
        self[name].active -= 1
        note(failure, on: name)
        while Double(self[name].active) < self[name].bound, !self[name].waiting.isEmpty {
            self[name].active += 1
            self[name].waiting.removeFirst().turn.resume()
        }
    }

    /// Learns from a reply's `x-ratelimit-…` fields when the next request may go.
    func learn(_ headers: [String: String], on name: String) {
        for (field, value) in headers where field.hasPrefix("x-ratelimit-remaining-") {
            let unit = field.dropFirst("x-ratelimit-remaining-".count)
            guard Int(value) == 0,
                let reset = headers["x-ratelimit-reset-\(unit)"].flatMap(Self.seconds)
            else { continue }
            close(name, until: world.now().addingTimeInterval(min(reset, 120)))
        }
    }

    private subscript(name: String) -> Route {
        get { routes[name] ?? Route(bound: Double(mostAtOnce)) }
        set { routes[name] = newValue }
    }

    private func waitUntilOpen(_ name: String) async throws {
        if let broken = self[name].brokenUntil {
            guard world.now() >= broken else {
                throw ProviderFailure.unreachable(
                    "\(name) broke down \(breakdownsToOpen) times in a row and is left alone until "
                        + "\(Timestamp(broken))")
            }
            // One request may try; its outcome decides for the others.
            self[name].brokenUntil = world.now().addingTimeInterval(pauseAfterBreakdowns)
        }
        while let closed = self[name].closedUntil, closed > world.now() {
            try await world.pause(.seconds(closed.timeIntervalSince(world.now())))
            if self[name].closedUntil == closed { self[name].closedUntil = nil }
        }
    }

    private func note(_ failure: ProviderFailure?, on name: String) {
        switch failure {
        case nil:
            self[name].breakdowns = 0
            self[name].brokenUntil = nil
            self[name].bound = min(Double(mostAtOnce), self[name].bound + 1 / self[name].bound)
        case .throttled(_, _, let wait):
            self[name].bound = max(1, self[name].bound / 2)
            if let wait {
                close(name, until: world.now().addingTimeInterval(min(wait / .seconds(1), 120)))
            }
        case .failing, .unreachable, .brokeOff:
            self[name].breakdowns += 1
            guard self[name].breakdowns >= breakdownsToOpen else { return }
            self[name].brokenUntil = world.now().addingTimeInterval(pauseAfterBreakdowns)
        default:
            // It answered, so it stands.
            self[name].breakdowns = 0
            self[name].brokenUntil = nil
        }
    }

    private func close(_ name: String, until date: Date) {
        self[name].closedUntil = max(self[name].closedUntil ?? date, date)
    }

    private func giveUp(_ id: Int, on name: String) {
        guard let place = self[name].waiting.firstIndex(where: { $0.id == id }) else { return }
        self[name].waiting.remove(at: place).turn.resume(throwing: CancellationError())
    }

    /// Reads a duration as Go writes it, such as `6m0s`, `1.5s` or `12ms`; a bare number is seconds.
    static func seconds(_ text: String) -> TimeInterval? {
        if let number = Double(text) { return number >= 0 ? number : nil }
        let units: [String: Double] = [
            "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
        ]
        var total = 0.0
        var rest = Substring(text)
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(number), let factor = units[String(unit)] else { return nil }
            total += value * factor
        }
        return total
    }
}
