import Candid

/// What is asked of pictures that are there already.
extension NativeAPI {
    static let compare = NativeRoute(
        method: "POST", path: ["compare"], name: "comparePictures",
        summary: "Whether two pictures really differ, and where.",
        body: schema(
            needed: ["before", "after"],
            [
                "before": GivenPicture.schema, "after": GivenPicture.schema,
                "mask": GivenPicture.schema, "ignore": boxes,
                "threshold": .object([
                    "type": .text("number"), "minimum": .whole(0), "maximum": .whole(1),
                    "description": .text("The colour distance that pixelmatch's counts forgive."),
                ]),
                "tolerance": .object([
                    "type": .text("number"), "exclusiveMinimum": .whole(0),
                    "maximum": .whole(100),
                    "description": .text("How many times more the answer forgives."),
                ]),
                "count_antialiasing": .object(["type": .text("boolean")]),
                "route": text("The route that made the second picture, as ENGINE or ENGINE/MODEL."),
            ]),
        bodyTypes: ["application/json", "multipart/form-data"],
        answers: [.document("comparison", "The comparison"), .problem(404, "No such picture")]
    ) { call in
        guard let compare = call.access.compare else { throw unasked }
        return json(try await usable { try await compare(try await comparison(call)) })
    }

    static let verify = NativeRoute(
        method: "POST", path: ["verify"], name: "verifyPicture",
        summary:
            "Whether what is said of a picture is true, with the evidence. The verdicts are written "
            + "down behind the receipt that knows the picture, or under a name of their own.",
        body: schema(
            needed: ["picture"],
            [
                "picture": GivenPicture.schema, "against": GivenPicture.schema,
                "mask": GivenPicture.schema, "prompt": text("The brief that it was made from."),
                "claims": texts("Sentences that somebody said of it."),
                "colours": texts("Colours that must be among the picture's."),
                "grounds": texts("What the ground must be."),
                "contract": text("What might change and what must stay."),
                "box": text("Where it might change, as x,y,w,h."),
                "route": text("The route that made it, where no receipt says so."),
            ]),
        bodyTypes: ["application/json", "multipart/form-data"],
        answers: [.document("verification", "The verdicts"), .problem(404, "No such picture")]
    ) { call in
        guard let verify = call.access.verify else { throw unasked }
        return json(try await usable { try await verify(try await examination(call)) })
    }

    private static func comparison(
        _ call: NativeRoute.Call
    ) async throws -> NativeAccess.Comparison {
        var fields = try BodyFields(call.request)
        let before = try await call.needed("before", in: &fields)
        let after = try await call.needed("after", in: &fields)
        var wanted = NativeAccess.Comparison(before: before, after: after)
        wanted.mask = try await call.picture("mask", in: &fields)
        wanted.ignored = try fields.texts("ignore")
        wanted.threshold = try fields.number("threshold")
        wanted.tolerance = try fields.number("tolerance")
        wanted.countsAntialiasing = try fields.truth("count_antialiasing")
        wanted.route = try fields.text("route")
        try fields.end()
        return wanted
    }

    private static func examination(
        _ call: NativeRoute.Call
    ) async throws -> NativeAccess.Examination {
        var fields = try BodyFields(call.request)
        var wanted = NativeAccess.Examination(
            picture: try await call.needed("picture", in: &fields))
        wanted.parent = try await call.picture("against", in: &fields)
        wanted.mask = try await call.picture("mask", in: &fields)
        wanted.prompt = try fields.text("prompt").map { Prompt($0) }
        wanted.said = try fields.texts("claims")
        wanted.colours = try fields.texts("colours")
        wanted.grounds = try fields.texts("grounds")
        (wanted.contract, wanted.box) = (try fields.text("contract"), try fields.text("box"))
        wanted.route = try fields.text("route")
        try fields.end()
        wanted.payer = call.payer
        wanted.viewer = call.viewer
        return wanted
    }

    /// What a request can't have is told to its sender as his mistake.
    static func usable<Value>(_ act: () async throws -> Value) async throws -> Value {
        do { return try await act() } catch let reason as NativeAccess.Unusable {
            throw GatewayProblem(400, "invalid_request", reason.message)
        }
    }

    private static let unasked = GatewayProblem(
        404, "not_found", "This gateway looks at no pictures.")

    private static func schema(
        needed: [String], _ properties: [String: JSONValue]
    ) -> JSONValue {
        .object([
            "type": .text("object"), "required": .list(needed.map { .text($0) }),
            "additionalProperties": .truth(false), "properties": .object(properties),
        ])
    }

    private static func text(_ summary: String) -> JSONValue {
        .object(["type": .text("string"), "description": .text(summary)])
    }

    private static func texts(_ summary: String) -> JSONValue {
        .object([
            "type": .text("array"), "items": .object(["type": .text("string")]),
            "maxItems": .whole(Int64(BodyFields.most)), "description": .text(summary),
        ])
    }

    private static let boxes = texts("Parts of the first picture that are not looked at: x,y,w,h.")
}

extension NativeRoute.Call {
    /// Who pays what a judge is asked; nil is nobody with a key.
    var payer: NativeAccess.Payer? {
        admitted.key.map { NativeAccess.Payer(caller: Caller($0), budget: $0.policy.budget) }
    }

    fileprivate func needed(_ name: String, in fields: inout BodyFields) async throws -> [UInt8] {
        guard let picture = try await picture(name, in: &fields) else {
            throw GatewayProblem(
                400, "missing_required_parameter",
                "\(name) is needed: a picture, as {\"sha256\": …}, {\"base64\": …} or a form's file.",
                field: name)
        }
        return picture
    }
}
