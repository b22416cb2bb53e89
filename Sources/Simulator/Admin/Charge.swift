import Candid

/// What an answer costs.
struct Bill: Sendable {
    let model: String
    let pictures: [[UInt8]]
    /// Of words.
    var textTokens = 0
    /// Of pictures that were sent along.
    var pictureTokens = 0
    var outputTokens = 0
    /// A millionth of a US dollar.
    var microdollars = 0
    /// Whether it was made in a batch, at half the price.
    var isHalf = false

    /// US dollars.
    var dollars: Double { Double(microdollars) / (isHalf ? 2_000_000 : 1_000_000) }

    var inputTokens: Int { textTokens + pictureTokens }
}

/// A bill that was put on the account: the picture was made, whether or not it ever arrived.
struct Charge: Sendable {
    let number: Int
    let call: Call
    let bill: Bill

    var json: JSONValue {
        let headers = call.request.headers
        return .object([
            "id": .text("ch_sim_\(number.padded)"), "request": .whole(Int64(call.number)),
            "request_id": .text(call.id),
            "path": .text("/" + call.path.parts.joined(separator: "/")),
            "body_sha256": .text(Digest(of: call.request.bodyBytes).description),
            "idempotency_key": headers["idempotency-key"].map { .text($0) } ?? .null,
            "client_request_id": headers["x-client-request-id"].map { .text($0) } ?? .null,
            "model": .text(bill.model),
            "pictures": .list(bill.pictures.map { .text(Digest(of: $0).description) }),
            "input_tokens": .whole(Int64(bill.inputTokens)),
            "output_tokens": .whole(Int64(bill.outputTokens)),
            "usd": .number(bill.dollars), "batch": .truth(bill.isHalf),
        ])
    }
}
