import Candid
import Foundation

/// A search among the runs, as a query says it.
enum RunSearch {
    static let most = 200
    /// The most words that are looked for.
    private static let mostWords = 100

    static let parameters: [NativeRoute.Parameter] = [
        parameter("words", "Words that all stand in the asked, the sent or the revised text."),
        parameter("engine", "The engine."), parameter("model", "The model."),
        .init(
            name: "state", place: .query, summary: "How the run stands.",
            schema: .object([
                "enum": .list(Receipt.State.allCases.map { .text($0.rawValue) })
            ])),
        moment("since", "The earliest time at which it began, such as 2026-11-22."),
        place(
            "before",
            "The last one's name (“id”), for the next page; or a time before which it began."),
        limit,
    ]

    static let limit = NativeRoute.Parameter(
        name: "limit", place: .query, summary: "The most of them; 50 where nothing is said.",
        schema: .object([
            "type": .text("integer"), "minimum": .whole(1), "maximum": .whole(Int64(most)),
        ]))

    static func moment(_ name: String, _ summary: String) -> NativeRoute.Parameter {
        parameter(name, summary, moments)
    }

    /// A name in the ledger, or a time.
    static func place(_ name: String, _ summary: String) -> NativeRoute.Parameter {
        parameter(
            name, summary,
            .list([.object(["pattern": .text("^[0-9a-f]{16}$")])] + (moments.list ?? [])))
    }

    /// Where a page of sessions begins.
    static func sessionPlace(in query: [String: String]) throws -> SessionPlace? {
        if let run = query["before"].flatMap(RunID.init) { return .session(run) }
        return try moment("before", in: query, orElse: ", or a session's id").map { .moment($0) }
    }

    static func search(_ query: [String: String]) throws -> NativeAccess.Search {
        var search = NativeAccess.Search()
        (search.words, search.engine, search.model) = (
            query["words"], query["engine"], query["model"]
        )
        search.since = try moment("since", in: query)
        if let run = query["before"].flatMap(RunID.init) {
            search.beforeRun = run
        } else {
            search.before = try moment("before", in: query, orElse: ", or a run's id")
        }
        if let text = query["state"] {
            guard let state = Receipt.State(rawValue: text) else {
                let known = Receipt.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw problem("state", "A run is \(known), and not '\(text)'.")
            }
            search.state = state
        }
        if let limit = try limit(in: query) { search.limit = limit }
        let words = (search.words ?? "").split(separator: " ").count
        guard words <= mostWords else {
            throw problem("words", "words are at most \(mostWords), and not \(words).")
        }
        return search
    }

    static func limit(in query: [String: String]) throws -> Int? {
        guard let text = query["limit"] else { return nil }
        guard let limit = Int(text), 1...most ~= limit else {
            throw problem("limit", "limit is a number from 1 to \(most).")
        }
        return limit
    }

    /// A day or a moment; what is neither would be compared as text and find anything.
    ///
    /// - Parameters:
    ///   - name: The parameter.
    ///   - query: All of them.
    ///   - other: What else may stand there, for the problem's words.
    /// - Returns: The moment; nil where the query names none.
    /// - Throws: ``GatewayProblem`` for what is neither.
    static func moment(
        _ name: String, in query: [String: String], orElse other: String = ""
    ) throws -> String? {
        guard let text = query[name] else { return nil }
        if Timestamp.start(of: text) != nil { return text }
        let styles = [true, false].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else {
            throw problem(
                name,
                "\(name) is a day such as 2026-11-22, or a moment such as 2026-11-22T09:30:00.000Z"
                    + "\(other)."
            )
        }
        return Timestamp(date).description
    }

    private static let moments: JSONValue = .list([
        .object(["format": .text("date")]), .object(["format": .text("date-time")]),
    ])

    private static func parameter(
        _ name: String, _ summary: String, _ forms: JSONValue? = nil
    ) -> NativeRoute.Parameter {
        var schema: [String: JSONValue] = ["type": .text("string")]
        schema["anyOf"] = forms
        return NativeRoute.Parameter(
            name: name, place: .query, summary: summary, schema: .object(schema))
    }

    private static func problem(_ field: String, _ message: String) -> GatewayProblem {
        GatewayProblem(400, "invalid_parameter", message, field: field)
    }
}
