import Candid
import Sketch

/// The responses that the simulator remembers, so that a later one can follow them.
struct ResponseShelf: Sendable {
    /// A response, and what was said up to it.
    struct Kept: Sendable {
        let json: JSONValue
        let said: SaidMessages
        /// The last picture that was made or shown.
        let picture: [UInt8]?
    }

    private var kept: [String: Kept] = [:]
    private var order: [String] = []
    /// Pictures by the names of the calls that made them.
    private var pictures: [String: [UInt8]] = [:]

    private static let most = 128

    subscript(id: String) -> Kept? { kept[id] }

    /// The picture that a call of the image tool made.
    func picture(of call: String) -> [UInt8]? { pictures[call] }

    /// Remembers a response; beyond 128 the oldest is forgotten.
    mutating func keep(_ response: Kept, as id: String, _ made: [String: [UInt8]]) {
        kept[id] = response
        order.append(id)
        pictures.merge(made) { $1 }
        if order.count > Self.most { forget(order[0]) }
    }

    /// Forgets a response; false where there is none.
    @discardableResult
    mutating func forget(_ id: String) -> Bool {
        order.removeAll { $0 == id }
        guard let old = kept.removeValue(forKey: id) else { return false }
        for item in old.json["output"]?.list ?? [] {
            if let call = item["id"]?.text { pictures[call] = nil }
        }
        return true
    }
}
