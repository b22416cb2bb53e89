import Candid

/// The steps of a session that are no turns: they buy nothing, and an undo takes back all but a name.
extension NativeAPI {
    static let steps = [undo, goBack, fork, pin, name, reset, arrange, wire]

    private static let undo = step(
        "undo", "undoStep", "Takes the last step of a session back.", [:]
    ) { _ in
        { open, _ in
            try await open.undo()
            return []
        }
    }

    private static let goBack = step(
        "return", "returnToTurn", "Goes to the picture of an earlier turn.",
        ["turn": NativeTurn.turn("The turn.")], needed: ["turn"]
    ) { fields in
        let turn = try needed(try fields.turn("turn"), "turn", "the number of a turn")
        return { open, _ in
            try await open.goBack(to: turn)
            return []
        }
    }

    private static let fork = step(
        "fork", "forkSession", "Names the branch that begins here.", ["name": named],
        needed: ["name"]
    ) { fields in
        let name = try needed(try fields.sessionName(), "name", "up to 60 characters")
        return { open, _ in
            try await open.fork(name)
            return []
        }
    }

    private static let pin = step(
        "pin", "pinTurn", "Measures drift against the picture of another turn.",
        ["turn": NativeTurn.turn("The turn; without it the current one.")]
    ) { fields in
        let turn = try fields.turn("turn")
        return { open, _ in
            let pinned = try await open.pin(turn)
            return ["Drift is measured against the picture of turn \(pinned)."]
        }
    }

    private static let name = step(
        "name", "nameSession", "Gives a session another name.", ["name": named],
        needed: ["name"]
    ) { fields in
        let name = try needed(try fields.sessionName(), "name", "up to 60 characters")
        return { open, call in
            do { try await call.sessions().rename(open, name) } catch let refusal as Refusal
                where refusal.field == Refusal.nameTaken
            {
                throw GatewayProblem(
                    409, "name_taken", "There is a session “\(name)” already. Take another name.",
                    field: "name")
            }
            return []
        }
    }

    private static let reset = step(
        "reset", "resetSession",
        "Starts a fresh conversation from the brief with its edits merged in.",
        [
            "pinned": .object([
                "type": .text("boolean"),
                "description": .text("Whether the next edit changes the pinned picture."),
            ])
        ]
    ) { fields in
        let fromPinned = try fields.truth("pinned") ?? false
        return { open, _ in try await open.reset(fromPinned: fromPinned).notes }
    }

    private static let arrange = step(
        "arrange", "arrangeSession",
        "Says what every edit keeps from now on, what the next one alone may change, and which style "
            + "words code appends.",
        [
            "keep": NativeTurn.facets("What every edit must leave as it is from now on."),
            "unkeep": NativeTurn.facets("What need not stay any more."),
            "only": NativeTurn.facets("All that the next edit may change; empty for anything."),
            "card": .object([
                "type": .list([.text("string"), .text("null")]),
                "description": .text("Style words that code appends, always; null for none."),
            ]),
        ]
    ) { fields in
        var arrangement = SessionArrangement()
        arrangement.keep = try fields.facets("keep")
        arrangement.unkeep = try fields.facets("unkeep")
        arrangement.only = try fields.givenFacets("only")
        arrangement.card = try fields.card()
        return { [arrangement] open, _ in
            try await open.arrange(arrangement)
            return []
        }
    }

    private static let wire = step(
        "wire", "chooseWire", "Chooses how the turns to come are sent.",
        [
            "form": .object([
                "enum": .list(WireForm.allCases.map { .text($0.rawValue) }),
                "description": .text(
                    "direct: each turn stands for itself; remembered: the provider remembers the "
                        + "conversation; stateless: the call that made the picture is said again."),
            ])
        ], needed: ["form"]
    ) { fields in
        let forms = WireForm.allCases.map(\.rawValue).joined(separator: ", ")
        let form = try needed(
            try fields.take("form", forms) { $0.text.flatMap(WireForm.init) }, "form", forms)
        return { open, _ in
            try await open.send(as: form)
            return []
        }
    }

    /// Does a step, and gives what is to be said of it.
    private typealias Act =
        @Sendable (OpenSession, NativeRoute.Call) async throws -> [String]

    /// A route that takes a session, does something in it, and says how it stands then.
    private static func step(
        _ path: String, _ name: String, _ summary: String, _ properties: [String: JSONValue],
        needed: [String] = [], _ read: @escaping @Sendable (inout BodyFields) throws -> Act
    ) -> NativeRoute {
        NativeRoute(
            method: "POST", path: ["sessions", "{session}", path], name: name, summary: summary,
            parameters: [.session],
            body: .object([
                "type": .text("object"), "required": .list(needed.map { .text($0) }),
                "additionalProperties": .truth(false), "properties": .object(properties),
            ]), takesNoBody: needed.isEmpty,
            answers: [
                .document("session-step", "How the session stands now"),
                .problem(404, "No such session"),
                .problem(409, "The session is in use, or the name is taken"),
            ]
        ) { call in
            try await inSession {
                let session = try await call.session()
                // All of it is read before anything is done.
                var fields = try BodyFields(orNothing: call.request)
                let act = try read(&fields)
                try fields.end()
                let joined = try await JoinedSession(
                    session.name, call.admitted, call.desk, call.access.entries)
                let notes = try await act(joined.open, call)
                return json(try call.sessions().stepped(await joined.open.session, notes))
            }
        }
    }

    private static func needed<Value>(
        _ value: Value?, _ field: String, _ form: String
    ) throws -> Value {
        guard let value else {
            throw GatewayProblem(
                400, "missing_required_parameter", "\(field) is needed: \(form).", field: field)
        }
        return value
    }

    private static let named: JSONValue = .object([
        "type": .text("string"), "minLength": .whole(1), "maxLength": .whole(60),
    ])
}

extension BodyFields {
    fileprivate mutating func sessionName() throws -> String? {
        try take("name", "a name of up to 60 characters") { value in
            value.text.flatMap { $0.isEmpty || $0.unicodeScalars.count > 60 ? nil : $0 }
        }
    }

    /// Null is no card any more, which is not the same as nothing said of it.
    fileprivate mutating func card() throws -> SessionArrangement.Card? {
        let text = try take("card", "text, or null") { value -> String?? in
            value == .null ? .some(nil) : value.text.map { .some($0) }
        }
        guard let text else { return nil }
        guard let text else { return .removed }
        return .says(
            try ImagesRoute.reading { () throws(Refusal) in try StyleCard(Prompt(text)) })
    }
}
