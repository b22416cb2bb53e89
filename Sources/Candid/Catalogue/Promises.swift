/// What a route can promise about the words, known before money is spent.
public struct Promises: Hashable, Sendable, Codable {
    /// Whether another model puts its own words in place of ours.
    public enum Rewriter: String, Hashable, Sendable, Codable {
        /// None is known of.
        case none
        /// There is one, and Candid switches it off.
        case `switch`
        /// There is one, and nothing switches it off.
        case always
        /// Nobody says.
        case unknown
    }

    /// Whether the service reports the prompt that it used.
    public enum ReadBack: String, Hashable, Sendable, Codable {
        case always, sometimes, never
    }

    /// How a second request is kept from being a second purchase.
    public enum Idempotency: String, Hashable, Sendable, Codable {
        /// It is not.
        case none
        /// By a header field `Idempotency-Key`.
        case header
        /// By a name that we give to the job.
        case job
        /// The same order gives the same bytes, and costs nothing.
        case sameOrder = "same_order"
    }

    /// Whether another model puts its own words in place of ours.
    public var rewriter: Rewriter
    /// The switch, where there is one.
    public var rewriterSwitch: RewriterSwitch?
    /// Who rewrites, or what else becomes of the words, in words.
    public var rewriterNote: String?
    /// Whether the service reports the prompt that it used.
    public var readBack: ReadBack
    /// When it does, in words.
    public var readBackNote: String?
    /// How a second request is kept from being a second purchase.
    public var idempotency: Idempotency
    /// Whether it can be asked what became of a job whose answer was lost.
    public var canBeAsked: Bool
    /// Whether an order may follow an earlier answer that the service keeps; nil is no.
    public var remembers: Bool?
    /// Whether many orders can be sent together, for less money and with more patience; nil is no.
    public var batches: Bool?

    private enum CodingKeys: String, CodingKey {
        case rewriter
        case rewriterSwitch = "rewriter_switch"
        case rewriterNote = "rewriter_note"
        case readBack = "read_back"
        case readBackNote = "read_back_note"
        case idempotency
        case canBeAsked = "can_be_asked"
        case remembers, batches
    }

    /// Whether our words reach the image model as they are, as far as anybody knows.
    ///
    /// A switch counts only where it is known how to set it off.
    public var keepsWords: Bool {
        rewriter == .none || rewriter == .switch && rewriterSwitch?.off.isEmpty == false
    }

    /// What goes into a request so that nobody rewrites its prompt.
    func fields(for order: Order) -> [String: JSONValue] {
        guard rewriter == .switch, order.allowsRewrite != true else { return [:] }
        return rewriterSwitch?.off ?? [:]
    }
}

/// What switches a rewriter off.
public struct RewriterSwitch: Hashable, Sendable, Codable {
    /// Whether the rewriter works when nobody touches the switch.
    public var isOnByDefault: Bool
    /// The request's fields that set it off, by their names on the wire.
    public var off: [String: JSONValue]

    private enum CodingKeys: String, CodingKey {
        case isOnByDefault = "on_by_default"
        case off
    }
}

/// The rule for a parameter that only some models have.
public struct OptionRule: Hashable, Sendable, Codable {
    /// What a value is.
    public enum Kind: String, Hashable, Sendable, Codable {
        case text, whole, number, truth, object
    }

    /// When it can be sent.
    public enum Use: String, Hashable, Sendable, Codable {
        case generate, edit
    }

    /// What a value is.
    public var kind: Kind
    /// The only values, of a text.
    public var values: [String]?
    /// The least, of a number.
    public var from: Double?
    /// The most, of a number.
    public var to: Double?
    /// When it can be sent; nil is always.
    public var use: Use?
    /// The only output formats with which it can be sent; nil is any.
    public var formats: [PictureFormat]?

    private enum CodingKeys: String, CodingKey {
        case kind, values, from, to
        case use = "for"
        case formats
    }

    /// Why a value does not fit; nil where it does.
    func objection(to value: JSONValue) -> String? {
        switch (kind, value) {
        case (.text, .text(let text)):
            guard let values, !values.contains(text) else { return nil }
            return "“\(text)” is not one of \(values.joined(separator: ", "))"
        case (.whole, _) where value.whole != nil, (.number, _) where value.number != nil:
            guard let number = value.number else { return "it is no number" }
            if let from, number < from { return "it must be at least \(Self.words(from))" }
            if let to, number > to { return "it must be at most \(Self.words(to))" }
            return nil
        case (.truth, .truth), (.object, .object): return nil
        default: return "it must be \(words)"
        }
    }

    /// The rule in words.
    public var words: String {
        switch kind {
        case .text: values.map { $0.joined(separator: ", ") } ?? "a text"
        case .whole, .number:
            (kind == .whole ? "a whole number" : "a number")
                + (from.map { " from \(Self.words($0))" } ?? "")
                + (to.map { " to \(Self.words($0))" } ?? "")
        case .truth: "true or false"
        case .object: "a JSON object"
        }
    }

    private static func words(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}

extension Engine {
    /// Refuses a route that can't keep our words, or can't show that it kept them.
    ///
    /// - Parameter routes: The engines there are, to name those that can.
    /// - Throws: ``Refusal`` with the reason and the routes that can.
    public func checkVerbatim(among routes: [Engine]) throws(Refusal) {
        let reason: String
        switch (promises.rewriter, promises.readBack) {
        case (.always, _): reason = "\(id) lets another model rewrite every prompt"
        case (.unknown, _): reason = "nobody says whether \(id) rewrites prompts"
        case (_, .never): reason = "\(id) never reports the text that it used"
        default: return
        }
        let able = routes.filter {
            $0.id != id && $0.promises.keepsWords && $0.promises.readBack != .never
        }.map(\.id)
        throw Refusal(
            field: "require", reason: "\(reason), so verbatim delivery can't be proved",
            wayOut: able.isEmpty
                ? "No route of yours can." : "Routes that can: \(able.joined(separator: ", ")).")
    }
}
