import Candid
import NIOCore

/// What of a provider's account is one caller's.
///
/// Files, batches and stored responses of all callers lie in one account. A caller may name what the
/// provider gave it an id for; everything else is not there.
struct Belongings: Sendable {
    private let keys: any KeyStore
    private let caller: RunID

    /// Nil for whoever may see everything: nobody in particular, and the scope `admin`.
    init?(of admitted: Admitted, _ options: Gateway.Options) {
        guard let key = admitted.key, !key.policy.scopes.contains(.admin), let door = options.door
        else { return nil }
        self.init(of: key.id, in: door.keys)
    }

    init(of caller: RunID, in keys: any KeyStore) {
        (self.keys, self.caller) = (keys, caller)
    }

    /// Notes ids that the provider gave the caller.
    func note(_ names: [String]) async throws {
        guard !names.isEmpty else { return }
        try await keys.note(names, belongTo: caller)
    }

    /// Those of some ids that are the caller's.
    func own(among names: [String]) async throws -> Set<String> {
        try await keys.names(among: names, of: caller)
    }

    /// - Throws: ``GatewayProblem`` for an id that is not the caller's.
    func check(_ name: String, _ field: String?) async throws {
        try await check([(field, name)])
    }

    /// - Throws: ``GatewayProblem`` for the first id that is not the caller's.
    func check(_ references: [(field: String?, name: String)]) async throws {
        for start in stride(from: 0, to: references.count, by: Self.most) {
            let some = references[start..<min(start + Self.most, references.count)]
            let own = try await own(among: some.map(\.name))
            guard let (field, name) = some.first(where: { !own.contains($0.name) }) else {
                continue
            }
            throw GatewayProblem(
                404, "not_found", "There is no '\(name.prefix(120))' of this key's.", field: field)
        }
    }

    /// How many ids are looked for at once, so that one who names many holds up nobody else.
    private static let most = 500

    /// Checks every id that the body of an order names, which its route reads as well.
    ///
    /// - Throws: ``GatewayProblem`` for one that is not the caller's.
    func check(namedIn request: WireRequest) async throws {
        guard !Self.isForm(request), Self.mayName(request.body) else { return }
        try await check(all: request)
    }

    /// Checks every id that a body names which is passed on unread.
    ///
    /// - Throws: ``GatewayProblem`` for one that is not the caller's, and for a body that can't be read:
    ///   in another encoding, or compressed, it could name anything.
    func check(unread request: WireRequest) async throws {
        guard !Self.isForm(request), request.body.readableBytes > 0 else { return }
        try await check(all: request)
    }

    private func check(all request: WireRequest) async throws {
        let body = try ImagesRoute.reading { () throws(Refusal) in try request.object() }
        try await check(Self.references(in: .object(body)).map { ($0, $1) })
    }

    /// Whether a body is the form that its route takes; whatever it calls itself elsewhere, somebody may
    /// read it as JSON.
    private static func isForm(_ request: WireRequest) -> Bool {
        let takesForms = request.url.hasPrefix("/v1/images/") || request.url.hasPrefix("/v1/files")
        return takesForms
            && request.headers["content-type"]?.lowercased().hasPrefix("multipart/") == true
    }

    /// Whether a body can name anything at all, so that one full of pictures need not be taken apart
    /// for it: no such field stands in it, nor an escape that could spell one.
    static func mayName(_ body: ByteBuffer) -> Bool {
        let names = fields.union(["file_ids"]).map { "\"\($0)\"" }
        let sought = (names + ["\\u"]).map { Array($0.utf8) }
        return body.withUnsafeReadableBytes { bytes in
            bytes.indices.contains { place in
                // Neither sign stands in a picture's base64, so this goes by at once.
                guard bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "\\")
                else { return false }
                return sought.contains { bytes[place...].starts(with: $0) }
            }
        }
    }

    private static let fields: Set = [
        "file_id", "input_file_id", "previous_response_id", "conversation",
    ]
    /// Members that hold the client's own data, in which such a name means nothing.
    private static let foreign: Set = ["metadata", "parameters"]

    static func references(in value: JSONValue) -> [(String, String)] {
        if let list = value.list { return list.flatMap(references) }
        return (value.object ?? [:]).flatMap { name, member -> [(String, String)] in
            if foreign.contains(name) { return [] }
            if name == "file_ids" {
                return (member.list ?? []).compactMap(\.text).map { (name, $0) }
            }
            if fields.contains(name), let id = member.text ?? member["id"]?.text {
                return [(name, id)]
            }
            return references(in: member)
        }
    }
}

/// What the lines of a batch's file name.
final class NamedThings {
    /// The ids, each once, in the order in which they stand there.
    private(set) var names: [String] = []

    private var known: Set<String> = []
    private let most: Int

    /// Creates a list without any, that takes so many; every order of a batch may name a few.
    init(most: Int = 100_000) {
        self.most = most
    }

    /// Reads a line.
    ///
    /// - Throws: ``GatewayProblem`` for one that may name something and can't be read, or names too much.
    func take(_ line: ByteBuffer) throws {
        // A zero is the mark of another encoding, in which nothing here would be seen.
        guard Belongings.mayName(line) || line.readableBytesView.contains(0) else { return }
        let request = WireRequest("POST", "/v1/batches", body: line)
        let body = try ImagesRoute.reading { () throws(Refusal) in try request.object() }
        for (_, name) in Belongings.references(in: .object(body)) where known.insert(name).inserted
        {
            names.append(name)
        }
        guard names.count <= most else {
            throw GatewayProblem(
                400, "too_many_names",
                "The batch names more than \(most) files and responses. Send it in several parts.",
                field: "input_file_id")
        }
    }
}

extension WireStream {
    /// The answer, of which the response's id is noted as the caller's before it passes on.
    func noted(as belongings: Belongings?) -> WireStream {
        guard let belongings, status == 200 else { return self }
        let noted = NotedBody(body, isEventStream: isEventStream, belongings)
        return WireStream(
            status: status, headers: headers,
            body: AsyncThrowingStream { try await noted.next() })
    }
}

/// An answer's bytes, looked at until they say the response's id.
private actor NotedBody {
    /// A response says its id at its beginning.
    private static let limit = 1 << 20

    private var rest: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
    private let isEventStream: Bool
    private let belongings: Belongings
    /// What has passed; nil once there is nothing more to look for.
    private var seen: [UInt8]? = []

    init(
        _ body: AsyncThrowingStream<ByteBuffer, any Error>, isEventStream: Bool,
        _ belongings: Belongings
    ) {
        rest = body.makeAsyncIterator()
        (self.isEventStream, self.belongings) = (isEventStream, belongings)
    }

    func next() async throws -> ByteBuffer? {
        var iterator = rest
        defer { rest = iterator }
        guard let chunk = try await iterator.next(isolation: self) else { return nil }
        guard var bytes = seen else { return chunk }
        bytes += chunk.readableBytesView
        if let id = isEventStream ? ResponseName.inEvents(bytes) : ResponseName.inAnswer(bytes) {
            try await belongings.note([id])
            seen = nil
        } else {
            seen = bytes.count < Self.limit ? bytes : nil
        }
        return chunk
    }
}

/// Finds the id of a response in the beginning of its answer.
enum ResponseName {
    /// The id in a JSON object of which perhaps only the beginning is here.
    static func inAnswer(_ bytes: [UInt8]) -> String? {
        var (depth, index, name) = (0, 0, [UInt8]?.none)
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): (depth, name) = (depth + 1, nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): name = nil
            case UInt8(ascii: "\""):
                guard let end = end(ofString: index, bytes) else { return nil }
                let text = bytes[index + 1..<end]
                if depth == 1, let known = name {
                    // Only the outermost object's own id, never one that a client had it repeat.
                    if known == Array("id".utf8) { return String(decoding: text, as: UTF8.self) }
                } else if depth == 1 {
                    name = Array(text)
                }
                index = end
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The id in the first event that tells of a response.
    static func inEvents(_ bytes: [UInt8]) -> String? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for line in lines.dropLast() where line.starts(with: "data:".utf8) {
            let text = Array(line.dropFirst(5).drop { $0 == UInt8(ascii: " ") })
            let limits = JSONReader.Limits(bytes: max(2, text.count))
            // What is no JSON tells of no response.
            guard let event = try? JSONReader.read(text, limits: limits) else { continue }
            if let id = event["response"]?["id"]?.text { return id }
        }
        return nil
    }

    private static func end(ofString start: Int, _ bytes: [UInt8]) -> Int? {
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""): return index
            default: index += 1
            }
        }
        return nil
    }
}
