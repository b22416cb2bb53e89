import Candid
import Foundation
import NIOCore

/// Passes on what buys nothing: files, batches, and responses that are there already.
struct ErrandRoute: Sendable {
    let desk: RelayDesk

    private var options: Gateway.Options { desk.options }

    /// Whether a path leads to such a thing.
    static func serves(_ path: [String]) -> Bool {
        guard path.count >= 2, path[0] == "v1" else { return false }
        return ["files", "batches"].contains(path[1]) || (path[1] == "responses" && path.count > 2)
    }

    @inline(never)
    func reply(to admitted: Admitted, at path: [String]) async throws -> WireStream {
        try await check(admitted, path)
        let batches = path[1] == "batches" ? BatchErrand(admitted, desk) : nil
        if admitted.request.method == "POST", path == ["v1", "batches"], batches == nil,
            let terms = try BatchTerms(admitted, options)
        {
            throw await terms.unreadable()
        }
        guard let belongings = Belongings(of: admitted, options) else {
            guard let batches else { return try await passed(admitted.request, admitted) }
            return try await batches.following(path) {
                try await passed(admitted.request, admitted)
            }
        }
        switch (admitted.request.method, path.count) {
        case ("GET", 2): return try await list(admitted, belongings)
        case ("POST", 2):
            try await belongings.check(unread: admitted.request)
            return try await noting(
                try await begun(admitted, path, batches), belongings)
        case ("POST", 3) where Self.isUnnamed(path):
            try await belongings.check(unread: admitted.request)
            return try await passed(admitted.request, admitted)
        case ("GET", 3...), ("POST", 3...), ("DELETE", 3...):
            try await belongings.check(path[2], nil)
            try await belongings.check(unread: admitted.request)
            guard let batches else { return try await passed(admitted.request, admitted) }
            return try await noting(
                try await batches.following(path) { try await passed(admitted.request, admitted) },
                belongings)
        default:
            throw GatewayProblem(
                405, "method_not_allowed", "It takes GET, POST and DELETE."
            ).adding("allow", "GET, POST, DELETE")
        }
    }

    /// Asks what is asked of every errand.
    private func check(_ admitted: Admitted, _ path: [String]) async throws {
        guard options.errands != nil else {
            throw GatewayProblem(
                404, "not_found",
                "The gateway has nowhere to pass this on to: it needs OpenAI's key or an address of "
                    + "yours (engines.openai).")
        }
        // What a provider may read as another path is none of ours, and nothing here would see it.
        guard admitted.key == nil || path.allSatisfy(Self.isPlain) else {
            throw GatewayProblem(404, "not_found", "There is no such file, batch or response.")
        }
        try await checkCompaction(admitted, path)
    }

    /// Passes a new file on, or a new batch, in which nothing may be named that is another key's.
    private func begun(
        _ admitted: Admitted, _ path: [String], _ batches: BatchErrand?
    ) async throws -> WireStream {
        if let batches {
            return try await batches.following(path) {
                try await passed(admitted.request, admitted)
            }
        }
        guard path[1] != "batches" else {
            throw GatewayProblem(
                403, "insufficient_permissions",
                "The gateway can't read what a batch orders here, so it can't tell whether it names "
                    + "another key's things. It needs OpenAI's key (OPENAI_API_KEY), or a key of the "
                    + "scope admin. Send the orders one by one.")
        }
        return try await passed(admitted.request, admitted)
    }

    /// Whether it counts tokens or compacts, and stores nothing under a name in the path.
    private static func isUnnamed(_ path: [String]) -> Bool {
        path[1] == "responses" && ["input_tokens", "compact"].contains(path[2])
    }

    /// A compaction is a language model's work, of which nothing here knows the cost.
    ///
    /// - Throws: ``GatewayProblem`` where the caller's key has a budget, or may not name the model.
    private func checkCompaction(_ admitted: Admitted, _ path: [String]) async throws {
        guard admitted.request.method == "POST", path == ["v1", "responses", "compact"],
            admitted.key != nil
        else { return }
        guard admitted.policy.budget.isEmpty else {
            throw await admitted.turnedAway(
                .budget,
                GatewayProblem(
                    403, "insufficient_permissions",
                    "This key has a budget, and what a compaction costs is not counted here. Begin a "
                        + "new response with what is to be remembered."))
        }
        guard !admitted.policy.models.isEmpty else { return }
        let body = try ImagesRoute.reading { () throws(Refusal) in try admitted.request.object() }
        try await admitted.check(model: body["model"]?.text ?? "")
    }

    private static func isPlain(_ part: String) -> Bool {
        part != "." && part != ".." && part.wholeMatch(of: /[A-Za-z0-9_.\-]+/) != nil
    }

    private func passed(_ request: WireRequest, _ admitted: Admitted) async throws -> WireStream {
        guard let errands = options.errands else { throw ProviderFailure.brokeOff("no way") }
        let world = admitted.trace?.world(errands.world) ?? errands.world
        var reply = try await world.stream(errands.access.forwarding(request))
        reply.headers = RelayedRun.endToEnd(reply.headers)
        return reply
    }

    /// Descriptions of files and batches are small.
    static let limit = 16 << 20

    /// The answer, of which the ids of what was made are noted as the caller's before it passes on.
    private func noting(
        _ reply: WireStream, _ belongings: Belongings
    ) async throws -> WireStream {
        guard 200..<300 ~= reply.status else { return reply }
        let whole = try await reply.collected(upTo: Self.limit)
        try await belongings.note(Self.names(Self.object(whole)))
        return WireStream(whole)
    }

    /// The ids that a file or a batch is known by, and those of what a batch made.
    private static func names(_ object: [String: JSONValue]) -> [String] {
        ["id", "output_file_id", "error_file_id"].compactMap { object[$0]?.text }
    }

    static func object(_ reply: WireReply) -> [String: JSONValue] {
        let limits = JSONReader.Limits(bytes: limit)
        // What is no JSON names nothing.
        return (try? JSONReader.read(Array(reply.body.readableBytesView), limits: limits))?.object
            ?? [:]
    }

    /// A page of the list with the caller's own things alone: the first that has any, or the last.
    private func list(_ admitted: Admitted, _ belongings: Belongings) async throws -> WireStream {
        var request = admitted.request
        while true {
            let reply = try await passed(request, admitted)
            guard reply.status == 200 else { return reply }
            var page = Self.object(try await reply.collected(upTo: Self.limit))
            let all = page["data"]?.list ?? []
            let own = try await belongings.own(among: all.compactMap { $0["id"]?.text })
            let data = all.filter { own.contains($0["id"]?.text ?? "") }
            let hasMore = page["has_more"]?.truth == true
            if data.isEmpty, hasMore, let last = all.last?["id"]?.text,
                let next = Self.following(last, request), next != request.url
            {
                request.url = next
                continue
            }
            page["data"] = .list(data)
            for (name, item) in [("first_id", data.first), ("last_id", data.last)]
            where page[name] != nil { page[name] = item?["id"] ?? .null }
            // What a batch of one's own made is one's own, too.
            try await belongings.note(data.flatMap { Self.names($0.object ?? [:]) })
            return .json(page)
        }
    }

    private static func following(_ last: String, _ request: WireRequest) -> String? {
        guard var address = URLComponents(string: request.url) else { return nil }
        let others = (address.queryItems ?? []).filter { $0.name != "after" }
        address.queryItems = others + [URLQueryItem(name: "after", value: last)]
        return address.string
    }
}
