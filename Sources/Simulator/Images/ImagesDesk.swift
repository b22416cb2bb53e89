import Candid
import NIOCore

/// Answers `/v1/images/generations` and `/v1/images/edits`.
struct ImagesDesk: Sendable {
    let room: Room
    let shop: ModelShop

    func reply(to call: Call, _ verb: String) async throws -> WireStream {
        if verb == "generations", let fields = try? RequestBody.json(of: call),
            DallE3Desk.isMeant(fields, shop)
        {
            return try await DallE3Desk(room: room).reply(to: call, fields)
        }
        let order = try order(of: call, verb)
        let studio = Studio(room: room, call: call)
        let made = try await studio.pictures(of: order)
        let answer = ImagesAnswer(
            call: call, order: order, made: made, bill: studio.bill(for: order, made),
            revised: call.faults.value(.embellish) == "told" ? studio.words(of: order) : nil)
        return order.stream ? .events(answer.events) : .json(answer.whole)
    }

    private func order(of call: Call, _ verb: String) throws -> ImageOrder {
        switch verb {
        case "generations":
            return try ImageFields(fields: try RequestBody.json(of: call), shop: shop).order()
        case "edits":
            let body = try EditBody(of: call)
            return try ImageFields(fields: body.fields, shop: shop, base: body.base).order()
        default:
            throw WireRefusal(404, "not_found", "There is no /v1/images/\(verb).")
        }
    }
}

/// The body of a request.
enum RequestBody {
    /// The members of a JSON body.
    static func json(of call: Call) throws -> [String: JSONValue] {
        let body = call.request.body
        do {
            let limits = JSONReader.Limits(bytes: max(2, body.readableBytes))
            guard let object = try JSONReader.read(call.request.bodyBytes, limits: limits).object
            else { throw WireRefusal(400, nil, "The body must be a JSON object.") }
            // Null is what some clients send for a field that is not set.
            return object.filter { $0.value != .null }
        } catch let problem as JSONProblem {
            throw WireRefusal(400, nil, "We could not parse the JSON body: \(problem).")
        }
    }
}
