/// One way in which the simulated provider misbehaves, and how often.
///
/// Written `kind=value@rate` or `kind=value*first`: `server-error=503@0.2` fails every fifth
/// request or so, `rate-limit*2` the first two. Value, rate and number can be left out.
public struct Fault: Hashable, Sendable {
    /// What goes wrong.
    public let kind: FaultKind
    /// How; nil for the kind's own default.
    public let value: String?
    /// The part of the requests it strikes, over 0 and up to 1.
    public let rate: Double
    /// Only so many of the requests that could be struck; nil for all.
    public let first: Int?

    /// Reads a fault.
    ///
    /// - Throws: ``FaultProblem`` that says what is unknown or out of range, and what is not.
    public init(_ text: String) throws(FaultProblem) {
        var rest = Substring(text.filter { $0 != " " })
        var rate = 1.0
        var first: Int?
        if let at = rest.lastIndex(of: "@") {
            guard let read = Double(rest[rest.index(after: at)...]), read > 0, read <= 1 else {
                throw FaultProblem("“\(text)”: a rate is a number over 0 and up to 1, as in @0.3.")
            }
            rate = read
            rest = rest[..<at]
        }
        if let at = rest.lastIndex(of: "*") {
            guard let read = Int(rest[rest.index(after: at)...]), read > 0 else {
                throw FaultProblem("“\(text)”: a number of requests is at least 1, as in *2.")
            }
            first = read
            rest = rest[..<at]
        }
        let parts = rest.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = FaultKind(rawValue: String(parts.first ?? "")) else {
            throw FaultProblem(
                "“\(text)” is no fault. There are: "
                    + FaultKind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        let value = parts.count > 1 ? String(parts[1]) : nil
        if let value, let problem = kind.objection(to: value) {
            throw FaultProblem("“\(text)”: \(problem)")
        }
        self.kind = kind
        self.value = value
        self.rate = rate
        self.first = first
    }

    /// Reads a comma-separated list, as the header `x-simulate` carries it.
    public static func list(_ text: String) throws(FaultProblem) -> [Fault] {
        var list: [Fault] = []
        for part in text.split(separator: ",") where part.contains(where: { $0 != " " }) {
            list.append(try Fault(String(part)))
        }
        return list
    }

    /// The fault as it is written.
    public var text: String {
        kind.rawValue + (value.map { "=\($0)" } ?? "") + (first.map { "*\($0)" } ?? "")
            + (rate < 1 ? "@\(rate)" : "")
    }
}

/// Why a text is no fault.
public struct FaultProblem: Error, Hashable, CustomStringConvertible {
    /// What was wrong, and what would be right.
    public let description: String

    init(_ description: String) { self.description = description }
}
