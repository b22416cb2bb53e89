import Candid
import Pixels

/// A turn as the native API takes it, and what its sender and the key's policy ask of it.
struct NativeTurn {
    /// What is said to the session.
    private(set) var message: SessionMessage
    /// What somebody has said yes to; nil is nobody.
    let approval: TurnApproval?
    /// The parameters, with the message as the prompt, and the way that they go.
    let native: NativeOrder
    let terms: OrderTerms
    private let call: NativeRoute.Call

    /// Its OpenAPI schema.
    static let schema: JSONValue = .object([
        "type": .text("object"), "additionalProperties": .truth(false),
        "anyOf": .list([
            .object(["required": .list([.text("message")])]),
            .object([
                "required": .list([.text("kind")]),
                "properties": .object(["kind": .object(["const": .text("draw")])]),
            ]),
        ]),
        "properties": .object(NativeOrder.parameters.merging(own) { _, own in own }),
    ])

    private static let own: [String: JSONValue] = [
        "message": .object([
            "type": .text("string"), "minLength": .whole(1),
            "description": .text("What the person says, in plain words."),
        ]),
        "kind": .object([
            "enum": .list(SessionTurn.Kind.allCases.map { .text($0.rawValue) }),
            "description": .text(
                "How the message is read; without it by the rules of a conversation. draw draws the "
                    + "brief with its edits anew and takes no message."),
        ]),
        "from": turn("The turn whose picture is changed; without it the current one."),
        "only": facets("All that this edit may change."),
        "keep": facets("What this edit must leave as it is, beside what the session keeps."),
        "box": .object([
            "type": .text("string"), "pattern": .text("^[0-9]+,[0-9]+,[0-9]+,[0-9]+$"),
            "description": .text("Where alone it may change the picture, as x,y,w,h in pixels."),
        ]),
        "mask": GivenPicture.schema,
        "approved": .object([
            "type": .text("object"), "additionalProperties": .truth(false),
            "minProperties": .whole(1),
            "description": .text(
                "What somebody has said yes to, as the preview gave it. If anything else would be "
                    + "sent, nothing is."),
            "properties": .object([
                "sent": .object(["type": .text("string")]),
                "sent_sha256": digest, "order_sha256": digest,
            ]),
        ]),
    ]

    static func turn(_ summary: String) -> JSONValue {
        .object([
            "type": .text("integer"), "minimum": .whole(1), "description": .text(summary),
        ])
    }

    static func facets(_ summary: String) -> JSONValue {
        .object([
            "type": .text("array"), "items": .object(["type": .text("string")]),
            "maxItems": .whole(Int64(BodyFields.most)), "description": .text(summary),
        ])
    }

    private static let digest: JSONValue = .object([
        "type": .text("string"), "pattern": .text("^[0-9a-f]{64}$"),
    ])

    /// Reads a turn.
    ///
    /// - Throws: ``GatewayProblem`` that names what can't be read, isn't there, or may not be.
    init(_ call: NativeRoute.Call, into session: String) async throws {
        self.call = call
        var fields = try BodyFields(call.request)
        message = SessionMessage(try fields.text("message").map { Prompt($0) })
        native = try NativeOrder(message.words ?? Prompt(""), &fields, call.access)
        approval = try fields.approval()
        try await message.read(&fields, call)
        try fields.end()
        terms = OrderTerms(
            admitted: call.admitted, wishes: try Wishes(call.admitted), options: call.desk.options)
        try await check(session)
    }

    private func check(_ session: String) async throws {
        try await call.admitted.check(model: native.order.model)
        if let other = terms.wishes.session, other != session {
            throw await call.admitted.turnedAway(
                .policy,
                GatewayProblem(
                    403, "insufficient_permissions",
                    "The turn is of “\(session)”, and x-candid-session, or this key's policy, names "
                        + "“\(other)”.", field: "session"))
        }
        try await terms.checkInBackground(isTurn: true)
        try terms.checkSession()
        try await terms.checkWords(on: native.pipeline.provider.engine)
    }

    /// Reads the message in a session, and keeps the mask that comes of it.
    func reading(in session: Session) async throws -> SessionReading {
        let reading = try SessionReading(message, in: session)
        try await reading.keepMask(in: native.pipeline.pictures)
        return reading
    }

    /// What would be sent for a turn, which is what was approved.
    ///
    /// - Throws: ``GatewayProblem`` where it is something else, or may not be.
    func draft(_ turn: TurnDraft, in session: Session) async throws -> Draft {
        let draft = try await terms.draft(
            turn, native.order, in: session, on: native.pipeline)
        if let approval, try !approval.holds(for: draft) {
            throw try Self.notAsApproved(draft, turn, approval)
        }
        return draft
    }

    private static func notAsApproved(
        _ draft: Draft, _ turn: TurnDraft, _ approval: TurnApproval
    ) throws -> GatewayProblem {
        let sent = draft.order.prompt
        let isOther = (approval.wordsDigest ?? sent.digest) != sent.digest
        let what =
            if let words = approval.words, words != sent {
                "other words than those that were approved: "
                    + WordDiff(from: words, to: sent).rendered(.markers)
            } else if isOther {
                "other words than those that were approved: “\(sent.text)”"
            } else {
                "another order than the one that was approved: turn \(turn.number), "
                    + (turn.base?.turn.map { "which changes the picture of turn \($0), " } ?? "")
                    + "by \(draft.order.engine) (\(draft.order.model)), with parameters of its own"
            }
        var problem = GatewayProblem(
            409, "not_as_approved",
            "This turn would send \(what). Nothing was sent; look at its preview again.",
            field: "approved")
        problem.candid = [
            "sent": .text(sent.text), "sent_sha256": .text(sent.digest.description),
            "order_sha256": .text(try draft.order.digest.description),
            "base": draft.order.inputs?.first.map { .text($0.digest.description) } ?? .null,
        ]
        return problem.adding("x-should-retry", "false")
    }
}

extension SessionMessage {
    fileprivate mutating func read(
        _ fields: inout BodyFields, _ call: NativeRoute.Call
    ) async throws {
        let kinds = SessionTurn.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        kind = try fields.take("kind", kinds) { $0.text.flatMap(SessionTurn.Kind.init) }
        from = try fields.turn("from")
        (only, keep) = (try fields.facets("only"), try fields.facets("keep"))
        let box = try fields.take("box", "x,y,w,h in pixels, such as 20,20,64,64") {
            $0.text.flatMap(PictureBox.init)
        }
        let mask = try await call.picture("mask", in: &fields)
        guard box == nil || mask == nil else {
            throw BodyFields.problem("mask", "and box both say where: give one of them.")
        }
        region = box.map { .box($0) } ?? mask.map { .file($0) }
    }
}

extension BodyFields {
    fileprivate mutating func approval() throws -> TurnApproval? {
        let wanted = "an object of sent, sent_sha256 or order_sha256, as the preview tells them"
        return try take("approved", wanted) { value in
            guard let members = value.object, !members.isEmpty else { return nil }
            var approval = TurnApproval()
            for (name, value) in members {
                switch name {
                case "sent": approval.words = value.text.map { Prompt($0) }
                case "sent_sha256": approval.wordsDigest = value.text.flatMap(Digest.init)
                case "order_sha256": approval.order = value.text.flatMap(Digest.init)
                default: return nil
                }
            }
            let named = [approval.words != nil, approval.wordsDigest != nil, approval.order != nil]
            return named.count(where: \.self) == members.count ? approval : nil
        }
    }
}
