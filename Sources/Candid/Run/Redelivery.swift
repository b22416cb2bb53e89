/// What is done about words that a provider altered, one step after the other; only where a person
/// asked for it, because every step is a purchase.
///
/// First wrappers, each plainer than the one before; then other routes that rewrite nothing. What
/// comes of each step is a run of its own.
public struct Redelivery: Sendable {
    /// One step.
    public enum Step: Sendable {
        /// The same route, with a plainer wrapper around the words.
        case wrapper(Directive)
        /// Another route, with the words as they were asked.
        case route(Fallback)
    }

    private var wrapper: Directive?
    private var retries: Int
    private var routes: ArraySlice<Fallback>
    /// The routes that were left out, because they rewrite every prompt.
    public let unfit: [Fallback]

    /// Plans the steps.
    ///
    /// - Parameters:
    ///   - wrapper: The wrapper of the first attempt; nil is none.
    ///   - retries: How often a plainer wrapper may be tried.
    ///   - routes: Where to turn then, in order.
    public init(after wrapper: Directive?, retries: Int, routes: [Fallback]) {
        self.wrapper = wrapper
        self.retries = retries
        self.routes = routes.filter { $0.provider.engine.promises.rewriter != .always }[...]
        unfit = routes.filter { $0.provider.engine.promises.rewriter == .always }
    }

    /// The next step; nil where there is none left.
    public mutating func next() -> Step? {
        if retries > 0, let plainer = Directive.stronger(than: wrapper) {
            retries -= 1
            wrapper = plainer
            return .wrapper(plainer)
        }
        return routes.popFirst().map(Step.route)
    }
}

/// How far the words that were asked got, from worst to best.
public enum Arrival: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// The provider reports other words.
    case altered
    /// The provider reports nothing.
    case undisclosed
    /// The provider reports what was sent, our wrapper included.
    case wrapped
    /// The provider reports what was asked, to the byte.
    case asked

    /// Orders from worst to best.
    public static func < (a: Arrival, b: Arrival) -> Bool { a.rawValue < b.rawValue }
}

extension Receipt {
    /// How far the words that were asked got; nil unless the run finished.
    public var arrival: Arrival? {
        guard state == .finished, let sent, let delivery else { return nil }
        if pictures.allSatisfy({ $0.revised == asked }) { return .asked }
        return switch delivery {
        case .altered: .altered
        case .undisclosed: .undisclosed
        case .verbatim: sent.prompt == asked ? .asked : .wrapped
        }
    }

    /// The receipt whose words got farthest; of equals the least embellished, then the first.
    public static func farthest(of receipts: [Receipt]) -> Receipt? {
        receipts.min { a, b in
            if a.arrival != b.arrival {
                guard let one = a.arrival else { return false }
                return b.arrival.map { one > $0 } ?? true
            }
            return a.embellishment < b.embellishment
        }
    }

    /// How much the worst reported text embellishes what was asked.
    private var embellishment: Double {
        revised.map { Embellishment(from: asked, to: $0).score }.max() ?? 0
    }
}
