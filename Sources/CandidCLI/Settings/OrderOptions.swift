import Candid

extension PictureOptions {
    /// The parameters of `--set`, each of the kind that the model's rule says.
    func read(for engine: Engine, model name: String) throws -> [String: JSONValue]? {
        guard !options.isEmpty else { return nil }
        let rules = try engine.model(named: name).options ?? [:]
        var read: [String: JSONValue] = [:]
        for option in options {
            guard let sign = option.firstIndex(of: "="), sign != option.startIndex else {
                throw CommandFailure(
                    .badInput, "--set: “\(option)” is not name=value, such as complexity=high.")
            }
            let name = String(option[..<sign])
            let text = String(option[option.index(after: sign)...])
            guard read[name] == nil else {
                throw CommandFailure(.badInput, "--set: “\(name)” is given twice.")
            }
            read[name] =
                rules[name]?.kind == .text ? .text(text) : JSONValue(text: text) ?? .text(text)
        }
        return read
    }
}
