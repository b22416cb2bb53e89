/// How one canary came through.
public struct CanaryResult: Sendable {
    /// The canary.
    public let canary: Canary
    /// What was looked at.
    public let parts: [PassedPart]
    /// How many orders reached the recorder.
    public let arrived: Int
    /// Whether the body that arrived is the one that was sent, to the byte; nil where none arrived.
    public let isExact: Bool?

    /// How it came through: the worst of its parts.
    public var passage: Passage { Passage.worst(of: parts.map(\.passage)) }

    /// Compares what was sent with what was seen.
    public init(_ canary: Canary, _ trace: CanaryTrace) {
        self.canary = canary
        arrived = trace.arrivals.count
        isExact = trace.arrivals.first.map { $0.body == canary.request.body }
        guard let first = trace.arrivals.first else {
            parts = [Self.nothing(canary, trace)]
            return
        }
        parts =
            Self.orders(canary, trace) + RequestComparison(sent: canary.request, first).parts
            + AnswerComparison(canary, trace).parts
    }

    /// What it means that no order reached the recorder.
    private static func nothing(_ canary: Canary, _ trace: CanaryTrace) -> PassedPart {
        switch trace.status {
        case let status? where status >= 400:
            PassedPart(
                "order", .refused, "\(trace.answerInWords) (by the gateway, nothing was sent on)")
        case .some:
            PassedPart("order", .dropped, "answered without asking the provider")
        case nil:
            PassedPart(
                "order", .dropped, "nothing arrived, and no answer came: \(trace.answerInWords)")
        }
    }

    private static func orders(_ canary: Canary, _ trace: CanaryTrace) -> [PassedPart] {
        let (count, wanted) = (trace.arrivals.count, canary.orders)
        if count > wanted {
            return [
                PassedPart("orders", .doubled, "\(count) reached the provider, \(wanted) meant")
            ]
        }
        if count < wanted {
            return [PassedPart("orders", .dropped, "\(count) of \(wanted) reached the provider")]
        }
        return [PassedPart("orders", .kept, "\(count) reached the provider")]
    }
}

/// Compares an order with what arrived of it.
struct RequestComparison {
    private let sent: WireRequest
    private let arrived: WireRequest

    init(sent: WireRequest, _ arrived: WireRequest) {
        self.sent = sent
        self.arrived = arrived
    }

    var parts: [PassedPart] {
        let (before, after) = (OrderContent(sent), OrderContent(arrived))
        // Which model is meant by a name is what a gateway is there to know.
        var comparison = LeafComparison(ignored: ["model"])
        comparison.comparesWords = before.form != after.form
        return path + form(before, after)
            + comparison.parts(before.leaves, after.leaves, rest: "fields")
            + FileComparison(sent: before.files, arrived: after.files).parts + headers
    }

    private var path: [PassedPart] {
        let path = String(arrived.url.prefix { $0 != "?" })
        guard !path.hasSuffix(sent.url) else { return [] }
        return [PassedPart("path", .altered, "\(sent.url) became \(path)")]
    }

    private func form(_ before: OrderContent, _ after: OrderContent) -> [PassedPart] {
        guard before.form != after.form else { return [] }
        return [
            PassedPart(
                "form", .altered, "\(before.form.rawValue) became \(after.form.rawValue)")
        ]
    }

    /// Header fields of ours; one that came twice is one with both values (RFC 9110, section 5.3).
    private var headers: [PassedPart] {
        let ours = sent.headers.filter { $0.key.lowercased().hasPrefix("x-audit-") }
            .sorted { $0.key < $1.key }
        return Dictionary(grouping: ours) { $0.key.lowercased() }.map { name, fields in
            let wanted = fields.map(\.value)
            let found = arrived.headers[name].map {
                $0.split(separator: ",").map { String($0.drop { $0 == " " }) }
            }
            let part = "header \(name)"
            let wantedText = wanted.joined(separator: ", ")
            guard let found else { return PassedPart(part, .dropped, "was \(wantedText)") }
            guard found != wanted else { return PassedPart(part, .kept, "both values") }
            return PassedPart(
                part, .altered, "\(wantedText) became \(found.joined(separator: ", "))")
        }
    }
}

/// Compares the files of two forms.
struct FileComparison {
    let sent: [OrderContent.File]
    let arrived: [OrderContent.File]

    var parts: [PassedPart] {
        let parts = sent.map { part($0) }
        let known = Set(sent.map(\.digest))
        let added = arrived.filter { !known.contains($0.digest) }.map {
            PassedPart("file \($0.name)", .altered, "added, or with other bytes: \($0.size) bytes")
        }
        return parts + added + order
    }

    private func part(_ file: OrderContent.File) -> PassedPart {
        let part = "file “\(file.filename)”"
        let same = arrived.filter { $0.digest == file.digest }
        guard let found = same.first else {
            return PassedPart(part, .dropped, "no file has its bytes")
        }
        guard same.count == 1 else { return PassedPart(part, .doubled, "came \(same.count) times") }
        var changes: [String] = []
        if found.name != file.name { changes.append("field \(file.name) became \(found.name)") }
        if found.filename != file.filename { changes.append("its name became “\(found.filename)”") }
        if found.type != file.type { changes.append("\(file.type) became \(found.type)") }
        return PassedPart(
            part, changes.isEmpty ? .kept : .altered,
            changes.isEmpty ? "\(file.size) bytes, same digest" : changes.joined(separator: "; "))
    }

    /// The first picture is the one that is changed, so the order has a meaning.
    private var order: [PassedPart] {
        let wanted = sent.map(\.digest).filter(arrived.map(\.digest).contains)
        let found = arrived.map(\.digest).filter(sent.map(\.digest).contains)
        guard wanted != found, Set(wanted).count == found.count else { return [] }
        return [PassedPart("order of files", .altered, "the pictures changed places")]
    }
}
