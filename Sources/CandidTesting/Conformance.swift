public import Candid
import Foundation
import NIOCore
import Testing

/// Prompts whose bytes are easily lost on the way.
public let sacredPrompts: [Prompt] = [
    "  No “cars”,\n\ttwo cats — naïve, nai\u{308}ve 🐈  ",
    "\"quoted\" and 'quoted' and `ticks` \\ / {braces} <tags> &amp; 100 %",
    "line\r\nline\rline\u{2028}line\u{0B}end\r\n",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301} \u{1100}\u{1161}\u{11A8} 각 \u{200B}\u{FEFF}",
    "שלום עולם ‎abc‏ مرحبا",
    Prompt(String(repeating: "아", count: 32000)),
    "\u{1}\u{7F}\u{85}\u{FFFD}\u{10FFFF}",
]

/// What every provider must do, whatever it speaks to.
///
/// - Parameters:
///   - provider: The provider.
///   - model: A model that it knows.
/// - Throws: Whatever the provider throws for an order that it must take.
public func expectConformance(of provider: any ImageProvider, model: String) throws {
    let limit = provider.engine.models.first { $0.name == model }?.promptLimit ?? Int.max
    for prompt in sacredPrompts where prompt.length <= limit {
        var order = Order(prompt, engine: provider.engine.id, model: model)
        order.allowsRewrite = provider.engine.promises.keepsWords ? nil : true
        let request = try provider.begin(order)
        #expect(textsSent(in: request).contains(prompt), "the prompt is sent verbatim")
        #expect(try provider.begin(order) == request, "the same order is the same bytes")
    }
    if !provider.engine.promises.keepsWords {
        let order = Order("a pear", engine: provider.engine.id, model: model)
        #expect(throws: ProviderFailure.self, "verbatim") { try provider.begin(order) }
    }
    for var order in impossibleOrders(engine: provider.engine.id, model: model) {
        order.allowsRewrite = true
        #expect(throws: ProviderFailure.self, "\(order)") { try provider.begin(order) }
    }
    for reply in [WireReply(status: 500), WireReply(status: 200, body: ByteBuffer(string: "{}"))] {
        var exchange = Exchange(Order("a pear", engine: "", model: model), run: RunID(1))
        #expect(throws: ProviderFailure.self) { try provider.resume(Reply(reply), &exchange) }
    }
    try expectKeySecrecy(of: provider, model: model)
}

/// The key goes into a header field, as it is or as RFC 7617 writes it, and nowhere else.
private func expectKeySecrecy(of provider: any ImageProvider, model: String) throws {
    let keys = ["sk-conformance", Data("sk-conformance".utf8).base64EncodedString()]
    var order = Order("a pear", engine: provider.engine.id, model: model)
    order.allowsRewrite = true
    let request = try provider.begin(order)
    let body = String(buffer: request.body)
    #expect(keys.allSatisfy { !request.url.contains($0) && !body.contains($0) })
    #expect(
        request.headers.values.contains { value in keys.contains { value.hasSuffix($0) } },
        "the key is sent at all")
}

/// A codec for every engine of a catalogue, with a model that it takes.
///
/// - Throws: A refusal for an engine that nobody wrote a codec for.
public func conformingProviders(
    of catalogue: Catalogue
) throws -> [(provider: any ImageProvider, model: String)] {
    let graph = JSONValue(
        text: #"{"1":{"class_type":"CLIPTextEncode","inputs":{"text":"{{prompt}}"}}}"#)
    return try catalogue.engines.map { engine in
        let access = Access("https://test/v1", key: "sk-conformance", graph: graph)
        return (
            try engine.provider(access),
            engine.defaultModel.isEmpty ? "some-model" : engine.defaultModel
        )
    }
}

private func impossibleOrders(engine: String, model: String) -> [Order] {
    var orders = [
        Order("", engine: engine, model: model), Order(" \n", engine: engine, model: model),
        Order("a\u{0}b", engine: engine, model: model),
    ]
    var order = Order("a pear", engine: engine, model: model)
    order.follows = "resp_1"
    order.size = Size(width: 0, height: 1024)
    orders.append(order)
    order.size = nil
    order.count = 0
    orders.append(order)
    return orders
}

/// What every ledger must do, wherever it keeps its entries.
public func expectConformance(of ledger: some Ledger) async throws {
    let run = RunID(1)
    let draft = Draft(Order("a pear", engine: "test", model: "test"))
    let time = Timestamp(Date(timeIntervalSince1970: 0))
    let first = Entry(run: run, time: time, event: .drafted(draft))
    let last = Entry(run: run, time: time, event: .failed(Failure(.unreachable, "test")))
    let other = Entry(run: RunID(2), time: time, event: .drafted(draft))
    try await ledger.append([first])
    try await ledger.append([other])
    try await ledger.append([last])
    #expect(try await ledger.entries(of: run) == [first, last], "each run has its own, in order")
    #expect(try await ledger.entries(of: RunID(3)).isEmpty, "an unknown run has none")
}

/// What every picture store must do.
public func expectConformance(of store: some PictureStore) async throws {
    let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 255, 10, 13]
    let digest = try await store.put(bytes, as: .png)
    #expect(digest == Digest(of: bytes))
    #expect(try await store.bytes(of: digest) == bytes, "the bytes come back untouched")
    #expect(try await store.put(bytes, as: .png) == digest, "keeping twice is keeping once")
    #expect(try await store.bytes(of: Digest(of: [1])) == nil)
    let large = bytes + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
    let text = #"{"p":"\#(Data(large).base64EncodedString())"}"#
    let value = try JSONReader.read(
        text.utf8, limits: .init(bytes: text.utf8.count), pictureKeys: ["p"], into: store)
    switch value["p"]?.file {
    case .shelved(let picture)?:
        #expect(try picture.bytes() == large, "what lies on a shelf can be read")
        #expect(try await store.bytes(of: picture.digest) == nil, "it is not kept before it is put")
        #expect(try await store.put(picture, as: .png) == Digest(of: large))
    case let file: _ = try await store.put(try #require(file?.bytes()), as: .png)
    }
    #expect(try await store.bytes(of: Digest(of: large)) == large)
}
