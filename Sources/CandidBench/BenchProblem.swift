/// Why there are no figures.
enum BenchProblem: Error, CustomStringConvertible {
    /// A request got no answer, or a server did not come up.
    case unfinished
    /// There is no part of this name.
    case unknown(String)

    var description: String {
        switch self {
        case .unfinished: "a server did not come up, or gave no answer"
        case .unknown(let name):
            "there is no part “\(name)”; the gateway's are "
                + GatewayBench.Part.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}
