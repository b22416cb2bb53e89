import Foundation
public import NIOCore

/// OpenAI's Batch API for pictures: many orders in one file, made within a day at half the price.
///
/// A codec like ``ImageProvider``: it makes requests and reads replies, and never performs I/O. A
/// batch is uploaded, created, asked about until it ends, and its results are fetched, of which each
/// is known by the name that we gave it.
public struct OpenAIBatch: Sendable {
    /// One order of a batch.
    public struct Item: Hashable, Sendable {
        /// Our name for it, such as a run's; no other item of the batch has it.
        public var name: String
        /// What is asked.
        public var order: Order

        /// Creates an item.
        public init(name: String, order: Order) {
            self.name = name
            self.order = order
        }
    }

    /// How a batch stands.
    public struct State: Hashable, Sendable {
        /// The service's name for it.
        public var id: String
        /// The service's word for how it stands, such as `in_progress`.
        public var status: String
        /// The label that we gave it, by which it is found again.
        public var label: String?
        /// How many orders it has, how many are made, and how many came to nothing.
        public var total, completed, failed: Int?
        /// The file of results.
        public var outputFile: String?
        /// The file of what came to nothing.
        public var errorFile: String?
        /// What was wrong with the batch as a whole.
        public var problems: [String]

        /// Whether nothing more will come of it.
        public var hasEnded: Bool { Self.endings.contains(status) }

        /// The words for a batch of which nothing more will come.
        public static let endings = ["completed", "failed", "expired", "cancelled"]
    }

    /// The most orders in one batch.
    public static let mostItems = 50_000
    /// The largest file of a batch in bytes.
    public static let mostBytes = 200_000_000

    /// The address at which batches are begun, without any key.
    public var address: String { WireRequest("POST", "\(base)/batches").publicURL }

    private let provider: OpenAIImagesProvider
    private let base: String
    private let headers: [String: String]

    /// Creates a codec.
    ///
    /// - Parameters:
    ///   - engine: The engine whose batches these are.
    ///   - access: How to reach it.
    public init(_ engine: Engine, _ access: Access) {
        base = access.address
        headers = access.bearer
        provider = OpenAIImagesProvider(engine, baseURL: access.address, headers: access.bearer)
    }

    /// The file of a batch: a line for each order, its words unchanged.
    ///
    /// - Throws: ``ProviderFailure/unsupported(_:)`` for an order that can't be honoured exactly or
    ///   does not go with the others, and for too many of them.
    public func file(
        of items: [Item], _ materials: Materials
    ) throws(ProviderFailure) -> ByteBuffer {
        guard let first = items.first else { throw Self.refusal("it is empty", "Give orders.") }
        guard items.count <= Self.mostItems else {
            throw Self.refusal(
                "\(items.count) orders are more than the \(Self.mostItems) of a batch",
                "Split it.")
        }
        guard Set(items.map(\.name)).count == items.count else {
            throw Self.refusal("two orders have one name", "Name each differently.")
        }
        var file = ByteBuffer()
        for item in items {
            guard item.order.isEdit == first.order.isEdit else {
                throw Self.refusal(
                    "a batch holds either new pictures or changes of pictures", "Make two of it.")
            }
            try write(item, materials, to: &file)
            guard file.readableBytes <= Self.mostBytes else {
                throw Self.refusal("it is larger than \(Self.mostBytes) bytes", "Split it.")
            }
        }
        return file
    }

    private func write(
        _ item: Item, _ materials: Materials, to file: inout ByteBuffer
    ) throws(ProviderFailure) {
        guard item.order.partialPictures == nil else {
            throw Self.refusal("a batch shows no unfinished pictures", "Leave “partials” out.")
        }
        do { try provider.engine.check(item.order) } catch { throw .unsupported(error) }
        let line = JSONValue.object([
            "custom_id": .text(item.name), "method": .text("POST"),
            "url": .text(Self.endpoint(item.order)),
            "body": try provider.body(of: item.order, materials),
        ])
        file.writeImmutableBuffer(line.encoded())
        file.writeString("\n")
    }

    /// The addresses to which the service sends orders for pictures.
    public static let endpoints = ["/v1/images/generations", "/v1/images/edits"]

    /// The address to which the service sends an order.
    public static func endpoint(_ order: Order) -> String {
        endpoints[order.isEdit ? 1 : 0]
    }

    /// Sends the file up; it costs nothing yet.
    public func upload(_ file: ByteBuffer) -> WireRequest {
        var form = MultipartWriter()
        form.add("purpose", .text("batch"))
        form.addFile(
            "file", Array(file.readableBytesView), named: "candid.jsonl",
            type: "application/jsonl")
        let (body, type) = form.finished()
        return WireRequest(
            "POST", "\(base)/files", headers: headers.merging(["content-type": type]) { $1 },
            body: body)
    }

    /// Begins the batch: this is the purchase.
    ///
    /// - Parameters:
    ///   - file: The service's name for the file.
    ///   - endpoint: ``endpoint(_:)`` of its orders.
    ///   - label: Our name for the batch, by which ``list(after:)`` finds it where the answer is lost.
    /// - Returns: The request; repeating it would buy twice.
    public func create(_ file: String, endpoint: String, label: String) -> WireRequest {
        let body = JSONValue.object([
            "input_file_id": .text(file), "endpoint": .text(endpoint),
            "completion_window": .text("24h"), "metadata": .object(["candid": .text(label)]),
        ])
        return WireRequest(
            "POST", "\(base)/batches",
            headers: headers.merging(["content-type": "application/json"]) { $1 },
            body: body.encoded())
    }

    /// Asks how a batch stands.
    public func inquiry(about batch: String) -> WireRequest {
        get("batches/\(Self.escaped(batch))")
    }

    /// Asks for the newest hundred batches, to find one whose creation was not answered.
    public func list(after batch: String? = nil) -> WireRequest {
        get("batches?limit=100" + (batch.map { "&after=\(Self.escaped($0))" } ?? ""))
    }

    /// Stops a batch; what is made by then is made.
    public func cancellation(of batch: String) -> WireRequest {
        WireRequest("POST", "\(base)/batches/\(Self.escaped(batch))/cancel", headers: headers)
    }

    /// Fetches a file of results.
    public func content(of file: String) -> WireRequest {
        get("files/\(Self.escaped(file))/content")
    }

    private func get(_ path: String) -> WireRequest {
        WireRequest("GET", "\(base)/\(path)", headers: headers)
    }

    /// A name from an answer can't lead elsewhere.
    private static func escaped(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? ""
    }

    private static func refusal(_ reason: String, _ wayOut: String) -> ProviderFailure {
        .unsupported(Refusal(field: "batch", reason: reason, wayOut: wayOut))
    }
}

extension OpenAIBatch {
    /// Reads the service's name for the file that was sent up.
    public func file(in reply: Reply) throws(ProviderFailure) -> String {
        guard let id = try Self.json(reply)["id"]?.text else {
            throw .unreadable(status: reply.status, detail: "the uploaded file has no “id”")
        }
        return id
    }

    /// Reads how a batch stands.
    public func state(in reply: Reply) throws(ProviderFailure) -> State {
        try Self.state(try Self.json(reply), reply.status)
    }

    /// Reads a list of batches, newest first.
    ///
    /// - Returns: The batches, and after which one to ask on; nil where there are no more.
    public func states(
        in reply: Reply
    ) throws(ProviderFailure) -> (batches: [State], after: String?) {
        let json = try Self.json(reply)
        var batches: [State] = []
        for item in json["data"]?.list ?? [] {
            batches.append(try Self.state(item, reply.status))
        }
        return (batches, json["has_more"]?.truth == true ? batches.last?.id : nil)
    }

    private static func json(_ reply: Reply) throws(ProviderFailure) -> JSONValue {
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        guard let json = reply.json else {
            throw .unreadable(status: reply.status, detail: "the answer is not JSON")
        }
        return json
    }

    private static func state(
        _ json: JSONValue, _ status: Int
    ) throws(ProviderFailure) -> State {
        guard let id = json["id"]?.text, let word = json["status"]?.text else {
            throw .unreadable(status: status, detail: "the batch has no “id” or no “status”")
        }
        let counts = json["request_counts"]
        let problems = (json["errors"]?["data"]?.list ?? []).map { problem in
            (problem["line"]?.whole.map { "line \($0): " } ?? "")
                + (problem["message"]?.text ?? problem["code"]?.text ?? "no reason given")
        }
        return State(
            id: id, status: word, label: json["metadata"]?["candid"]?.text,
            total: counts?["total"]?.whole, completed: counts?["completed"]?.whole,
            failed: counts?["failed"]?.whole, outputFile: json["output_file_id"]?.text,
            errorFile: json["error_file_id"]?.text, problems: problems)
    }
}
