import Candid
import Foundation

/// A line on standard error that shows how far a run is; nothing where nobody is looking.
actor Progress {
    private let terminal: Terminal
    private let expected: Duration?
    private let began = ContinuousClock.now
    private var stage = "sending"
    private var ticking: Task<Void, Never>?

    /// Creates the line.
    ///
    /// - Parameters:
    ///   - terminal: Where to draw.
    ///   - expected: How long such a run took before, or what the catalogue says.
    init(_ terminal: Terminal, expected: Duration?) {
        self.terminal = terminal
        self.expected = expected
    }

    /// Starts to draw.
    func start() {
        guard terminal.canRedraw, ticking == nil else { return }
        ticking = Task { [weak self] in
            while !Task.isCancelled {
                await self?.draw()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Shows what an event means.
    func show(_ event: Event) {
        switch event {
        case .drafted, .sent, .accepted: stage = "drawing"
        case .postponed(let note): stage = "waiting (\(note.reason))"
        case .rerouted(let note): stage = "drawing with \(note.order.engine)"
        case .partial(let picture): stage = "drawing (\(picture.index + 1) seen)"
        case .received, .reported, .settled: stage = "keeping"
        case .batched, .questioned, .answered, .judged, .described, .finished, .failed, .cancelled,
            .resolved, .session, .key, .turnedAway, .calibrated:
            break
        }
    }

    /// Shows that the person wants to end the run.
    func showCancelling() {
        stage = "cancelling"
        draw()
    }

    /// Wipes the line.
    func stop() {
        guard let ticking else { return }
        ticking.cancel()
        self.ticking = nil
        terminal.write("\r\u{1B}[K")
    }

    private func draw() {
        guard ticking != nil else { return }
        let elapsed = ContinuousClock.now - began
        var line = "\(stage)  \(Self.clock(elapsed))"
        if let expected, expected > .zero {
            let share = min(0.99, elapsed / expected)
            let filled = Int(share * 24)
            let bar =
                String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            let rest = expected - elapsed
            line = "\(stage)  \(bar)  \(Self.clock(elapsed))"
            line += rest > .zero ? ", about \(Self.clock(rest)) left" : ", longer than usual"
        }
        terminal.write("\r\u{1B}[K" + String(line.prefix(max(20, terminal.columns - 1))))
    }

    private static func clock(_ duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded(.up))
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
}
