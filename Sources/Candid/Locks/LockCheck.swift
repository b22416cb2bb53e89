/// What a template became: kept with the picture, so that it can be made again.
public struct Expansion: Hashable, Sendable, Codable {
    /// The template's source.
    public let template: Prompt
    /// The value of each variable.
    public let values: [String: String]
    /// The prompt that came of it.
    public let result: Prompt
}

/// Whether something is what a lock holds.
public enum LockCheck: Hashable, Sendable, Codable {
    /// It is; this is the prompt to send.
    case unchanged(Expansion)
    /// It is not, for these reasons; nothing may be drawn under the lock's name.
    case refused([LockDifference])

    /// True if it is what the lock holds.
    public var isUnchanged: Bool {
        if case .unchanged = self { true } else { false }
    }
}

/// One way in which something is not what a lock holds.
public enum LockDifference: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The lock itself was changed after it was made.
    case tampered(recorded: Digest, found: Digest)
    /// The prompt is another.
    case text(WordDiff)
    /// A parameter is another; nil where one side has none.
    case parameter(name: String, locked: String?, given: String?)
    /// A value is given for a variable that the lock doesn't have.
    case unknownVariable(String, known: [String])
    /// No value is given for a variable.
    case missingValue(String, allowed: [String])
    /// The value given for a variable is not one of those allowed.
    case valueNotAllowed(String, value: String, allowed: [String])

    /// The difference in words.
    public var description: String {
        switch self {
        case .tampered(let recorded, let found):
            "the lock was changed after it was made: its digest is \(found), not \(recorded); "
                + "make it anew with candid lock update"
        case .text(let diff): "the prompt differs: \(diff.rendered(.markers))"
        case .parameter(let name, let locked?, let given?):
            "\(name) is locked at “\(locked)”, not “\(given)”"
        case .parameter(let name, let locked?, nil):
            "\(name) is locked at “\(locked)” and was left out"
        case .parameter(let name, nil, let given):
            "\(name) is not locked, but “\(given ?? "")” was asked for"
        case .unknownVariable(let name, let known):
            known.isEmpty
                ? "the lock has no variables, so “\(name)” can't have a value"
                : "the lock has no variable “\(name)”; it has \(Self.list(known))"
        case .missingValue(let name, let allowed):
            "“\(name)” needs a value: one of \(Self.list(allowed))"
        case .valueNotAllowed(let name, let value, let allowed):
            "“\(name)” may not be “\(value)”; allowed: \(Self.list(allowed))"
        }
    }

    private static func list(_ items: [String]) -> String {
        items.map { "“\($0)”" }.joined(separator: ", ")
    }
}

extension Lock {
    /// Compares what is asked for with what the lock holds.
    ///
    /// - Parameters:
    ///   - prompt: The text that is asked for; nil to ask for whatever the lock expands to.
    ///   - asked: The parameters that are asked for; nil to take the lock's.
    ///   - values: A value for each variable.
    /// - Returns: What to send, or every reason not to.
    public func check(
        _ prompt: Prompt? = nil, parameters asked: [String: String]? = nil,
        values: [String: String] = [:]
    ) -> LockCheck {
        var differences: [LockDifference] = []
        if !isIntact { differences.append(.tampered(recorded: digest, found: contentDigest)) }
        differences += valueDifferences(values)
        if let asked { differences += parameterDifferences(asked) }
        guard let result = template.expanded(with: values) else { return .refused(differences) }
        if let prompt, prompt != result {
            differences.append(.text(WordDiff(from: result, to: prompt)))
        }
        guard differences.isEmpty else { return .refused(differences) }
        return .unchanged(Expansion(template: template.source, values: values, result: result))
    }

    /// Compares a whole prompt with what the lock holds, whichever of the allowed values it has.
    ///
    /// - Parameters:
    ///   - prompt: The text that is asked for.
    ///   - asked: The parameters that are asked for.
    /// - Returns: What to send, which is the prompt, or every reason not to.
    public func check(
        whole prompt: Prompt, parameters asked: [String: String]
    ) -> LockCheck {
        if let values = template.values(in: prompt, among: variables) {
            return check(prompt, parameters: asked, values: values)
        }
        var differences =
            isIntact ? [] : [LockDifference.tampered(recorded: digest, found: contentDigest)]
        differences += parameterDifferences(asked)
        return .refused(differences + [.text(WordDiff(from: template.source, to: prompt))])
    }

    private func valueDifferences(_ values: [String: String]) -> [LockDifference] {
        let known = variables.keys.sorted()
        let unknown = values.keys.filter { variables[$0] == nil }.sorted()
        let declared = known.compactMap { name -> LockDifference? in
            let allowed = variables[name, default: []]
            guard let value = values[name] else { return .missingValue(name, allowed: allowed) }
            let isAllowed = allowed.contains { Prompt($0) == Prompt(value) }
            return isAllowed ? nil : .valueNotAllowed(name, value: value, allowed: allowed)
        }
        return unknown.map { .unknownVariable($0, known: known) } + declared
    }

    private func parameterDifferences(_ asked: [String: String]) -> [LockDifference] {
        Set(parameters.keys).union(asked.keys).sorted().compactMap { name in
            let (locked, given) = (parameters[name], asked[name])
            guard locked.map({ Prompt($0) }) != given.map({ Prompt($0) }) else { return nil }
            return .parameter(name: name, locked: locked, given: given)
        }
    }
}
