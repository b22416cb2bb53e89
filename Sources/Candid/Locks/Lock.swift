/// A prompt and its parameters, frozen: what differs from it is not drawn under its name.
public struct Lock: Hashable, Sendable {
    /// The name it is asked for by.
    public let name: String
    /// The prompt, with places for values.
    public let template: Template
    /// Engine, model and everything else that an order holds, by its name on the wire; pictures by
    /// the SHA-256 of their files.
    ///
    /// What is absent is the engine's to choose, and asking for it is a change.
    public let parameters: [String: String]
    /// For each place of the template the values that may stand there.
    public let variables: [String: [String]]
    /// The digest that was written down when the lock was made.
    public let digest: Digest

    /// Freezes a prompt and its parameters.
    ///
    /// - Throws: `LockError` if a name can't be a name, or places and variables don't fit together.
    public init(
        name: String, template: Template, parameters: [String: String] = [:],
        variables: [String: [String]] = [:]
    ) throws {
        try self.init(
            name: name, template: template, parameters: parameters, variables: variables,
            digest: Self.digest(of: template, parameters, variables))
    }

    /// Takes up a lock that was written down, with the digest that stood there.
    init(
        name: String, template: Template, parameters: [String: String],
        variables: [String: [String]], digest: Digest
    ) throws {
        self.name = name
        self.template = template
        self.parameters = parameters
        self.variables = variables
        self.digest = digest
        try validate()
    }

    /// The digest of what the lock holds now.
    public var contentDigest: Digest { Self.digest(of: template, parameters, variables) }

    /// False if somebody changed what the lock holds without making it anew.
    public var isIntact: Bool { digest == contentDigest }

    private func validate() throws {
        for called in [name] + parameters.keys.sorted() + variables.keys.sorted()
        where !LockName.isValid(called) {
            throw LockError.badName(called)
        }
        let places = Set(template.variables)
        if let name = places.subtracting(variables.keys).sorted().first {
            throw LockError.undeclaredVariable(lock: self.name, variable: name)
        }
        if let name = Set(variables.keys).subtracting(places).sorted().first {
            throw LockError.unusedVariable(lock: self.name, variable: name)
        }
        for (name, values) in variables.sorted(by: { $0.key < $1.key }) {
            let different = Set(values.map { Prompt($0) })
            guard !values.isEmpty, different.count == values.count else {
                throw LockError.badValues(lock: self.name, variable: name)
            }
        }
    }

    /// The digest of a canonical form.
    ///
    /// Every text is preceded by its length, so that no two different locks have the same bytes.
    /// The order of allowed values counts; that of parameters and variables, which have none, does
    /// not.
    private static func digest(
        of template: Template, _ parameters: [String: String], _ variables: [String: [String]]
    ) -> Digest {
        var bytes = Array("\(LockFile.schema)\n".utf8)
        func write(_ text: String) {
            bytes += "\(text.utf8.count):".utf8
            bytes += text.utf8
        }
        write(template.source.text)
        bytes += "p\(parameters.count)".utf8
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            write(name)
            write(value)
        }
        bytes += "v\(variables.count)".utf8
        for (name, values) in variables.sorted(by: { $0.key < $1.key }) {
            write(name)
            bytes += "\(values.count)".utf8
            for value in values { write(value) }
        }
        return Digest(of: bytes)
    }

    /// Compares digests, which is comparing bytes, and names.
    public static func == (a: Lock, b: Lock) -> Bool {
        a.name == b.name && a.digest == b.digest && a.contentDigest == b.contentDigest
    }

    /// Hashes name and digest.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(digest)
    }
}

/// Why a lock or a file of locks was not accepted.
public enum LockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something has a name that can't be one.
    case badName(String)
    /// The prompt has a place that no variable is declared for.
    case undeclaredVariable(lock: String, variable: String)
    /// A variable is declared that the prompt has no place for.
    case unusedVariable(lock: String, variable: String)
    /// A variable allows no value, or one twice.
    case badValues(lock: String, variable: String)
    /// The prompt of a lock has a brace that means nothing.
    case badTemplate(lock: String, problem: String)
    /// Two locks have the same name.
    case duplicateName(String)
    /// The file is longer than any file of locks should be.
    case tooLarge(bytes: Int, limit: Int)
    /// The file is of another kind or version.
    case unknownSchema(String)
    /// The file has a field that this version does not know, and so can't honour.
    case unknownField(String)
    /// The file can't be read.
    case unreadable(String)

    /// What was wrong and what to do.
    public var description: String {
        switch self {
        case .badName(let name):
            "“\(name.prefix(80))” can't be a name: names are \(LockName.rule)."
        case .undeclaredVariable(let lock, let variable):
            "Lock “\(lock)” has a place {\(variable)} but declares no values for it; "
                + "declare them, or write {{\(variable)}} if braces are meant."
        case .unusedVariable(let lock, let variable):
            "Lock “\(lock)” declares “\(variable)” but its prompt has no place {\(variable)}."
        case .badValues(let lock, let variable):
            "Lock “\(lock)” must allow “\(variable)” at least one value, and each only once."
        case .badTemplate(let lock, let problem): "In the prompt of lock “\(lock)”: \(problem)"
        case .duplicateName(let name):
            "Two locks are called “\(name)”; which of them holds can't be known. Remove one."
        case .tooLarge(let bytes, let limit):
            "The lock file has \(bytes) bytes; at most \(limit) are read."
        case .unknownSchema(let found):
            "This is no “\(LockFile.schema)” file: its schema is “\(found.prefix(80))”."
        case .unknownField(let path):
            "The lock file has a field “\(path.prefix(120))” that this version doesn't know."
        case .unreadable(let problem): "The lock file can't be read: \(problem)"
        }
    }
}
