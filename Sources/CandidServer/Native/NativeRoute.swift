import Candid
import NIOCore

/// A route of the native API: where it is, what it says of itself, and what it does.
///
/// Dispatch and the OpenAPI document are made of the same table, so that neither can say what the
/// other does not do.
struct NativeRoute: Sendable {
    /// A request as a route sees it.
    struct Call: Sendable {
        let admitted: Admitted
        let desk: RelayDesk
        let access: NativeAccess
        /// The parts of the path that stand for something, by their names.
        let parts: [String: String]
        let query: [String: String]

        var request: WireRequest { admitted.request }

        /// A part of the path.
        func part(_ name: String) -> String { parts[name] ?? "" }
    }

    /// A value in the path, the query or a header.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }

        let name: String
        let place: Place
        let summary: String
        let schema: JSONValue
    }

    /// An answer that it may give.
    struct Answer: Sendable {
        let status: Int
        let summary: String
        var mediaType: String?
        var schema: JSONValue?
        /// Another media type that it may have.
        var otherType: String?
    }

    let method: String
    /// The path below `/api/v1`; a part in braces stands for anything.
    let path: [String]
    let name: String
    let summary: String
    var parameters: [Parameter] = []
    var body: JSONValue?
    /// Whether it may be asked without a body, which then holds nothing.
    var takesNoBody = false
    /// The media types that the body may have.
    var bodyTypes = ["application/json"]
    let answers: [Answer]
    let act: @Sendable (Call) async throws -> WireStream

    /// The parts that stand for something; nil where it is another path.
    func parts(of path: [String]) -> [String: String]? {
        guard path.count == self.path.count else { return nil }
        var parts: [String: String] = [:]
        for (own, given) in zip(self.path, path) {
            if own.hasPrefix("{") {
                parts[String(own.dropFirst().dropLast())] = given
            } else if own != given {
                return nil
            }
        }
        return parts
    }
}
