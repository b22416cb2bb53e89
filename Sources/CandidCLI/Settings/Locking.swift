import ArgumentParser
import Candid
import CandidIO
import Foundation

/// Where the locks are.
struct LockPlace: ParsableArguments {
    @Option(help: ArgumentHelp("The file of locks.", valueName: "file"))
    var lockFile = Self.standard

    /// Where they are unless somebody says so.
    static let standard = "candid.lock"

    /// Reads the file; without one there are no locks, unless there must be.
    func read(mustBeThere: Bool = false) throws -> LockFile {
        guard FileManager.default.fileExists(atPath: lockFile) else {
            guard mustBeThere else { return LockFile() }
            throw CommandFailure(
                .badInput, "there is no file \(lockFile). candid lock add makes one.")
        }
        return try Self.file(at: lockFile)
    }

    /// Reads a file of locks; without one there are no locks.
    static func file(at path: String) throws -> LockFile {
        guard FileManager.default.fileExists(atPath: path) else { return LockFile() }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read.")
        }
        do {
            return try LockFile(reading: data)
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    func write(_ file: LockFile) throws {
        do {
            try DurableFile.write(try file.encoded(), to: URL(filePath: lockFile))
        } catch {
            throw CommandFailure(.badInput, "\(lockFile) can't be written: \(error)")
        }
    }

    func lock(named name: String, in file: LockFile) throws -> Lock {
        guard let lock = file[name] else {
            let names = file.locks.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .badInput,
                "\(lockFile) has no lock “\(name)”. "
                    + (names.isEmpty ? "candid lock add makes one." : "It has: \(names)."))
        }
        return lock
    }
}

/// Values from the command line.
enum LockValues {
    /// One value for each name.
    static func single(_ pairs: [String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in try pairs.map(split) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw CommandFailure(.usage, "--value: “\(name)” is given twice.")
            }
        }
        return values
    }

    /// The values that are allowed for each name, in the order given.
    static func several(_ pairs: [String]) throws -> [String: [String]] {
        var values: [String: [String]] = [:]
        for (name, value) in try pairs.map(split) { values[name, default: []].append(value) }
        return values
    }

    private static func split(_ pair: String) throws -> (String, String) {
        guard let equals = pair.firstIndex(of: "=") else {
            throw CommandFailure(.usage, "--value: “\(pair)” is not such as product=a mug.")
        }
        return (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
    }
}

extension Lock {
    /// What differs from an earlier lock, a line each.
    func changes(from old: Lock) -> [String] {
        var lines: [String] = []
        if old.template.source != template.source {
            let diff = WordDiff(from: old.template.source, to: template.source)
            lines.append("prompt: \(diff.rendered(.markers))")
        }
        for name in Set(old.parameters.keys).union(parameters.keys).sorted()
        where old.parameters[name] != parameters[name] {
            let (before, after) = (old.parameters[name] ?? "–", parameters[name] ?? "–")
            lines.append("\(name): \(before) → \(after)")
        }
        for name in Set(old.variables.keys).union(variables.keys).sorted()
        where old.variables[name] != variables[name] {
            let before = (old.variables[name] ?? []).joined(separator: " | ")
            let after = (variables[name] ?? []).joined(separator: " | ")
            lines.append("{\(name)}: \(before) → \(after)")
        }
        return lines.isEmpty ? ["nothing differs"] : lines
    }

    /// What is wrong with the lock, or with a prompt that should be what it holds.
    func differences(_ prompt: Prompt?, _ values: [String: String]) -> [LockDifference] {
        guard prompt != nil || !values.isEmpty else {
            return isIntact ? [] : [.tampered(recorded: digest, found: contentDigest)]
        }
        guard case .refused(let differences) = check(prompt, values: values) else { return [] }
        return differences
    }
}

/// Locks as other programs read them: `docs/schemas/lock-list.v1.json`.
struct LockListDocument: Encodable {
    struct Row: Encodable {
        let name: String
        let digest: Digest
        let intact: Bool
        let prompt: Prompt
        let parameters: [String: String]
        let variables: [String: [String]]

        init(_ lock: Lock) {
            name = lock.name
            digest = lock.digest
            intact = lock.isIntact
            prompt = lock.template.source
            parameters = lock.parameters
            variables = lock.variables
        }
    }

    let schema = "candid/lock-list/1"
    let locks: [Row]
}

/// How locks stand: `docs/schemas/lock-check.v1.json`.
struct LockCheckDocument: Encodable {
    struct Row: Encodable {
        let name: String
        let unchanged: Bool
        let differences: [String]

        init(_ lock: Lock, _ list: [LockDifference]) {
            name = lock.name
            unchanged = list.isEmpty
            differences = list.map(\.description)
        }

        func tell() {
            let output = Terminal.output
            output.say(
                unchanged
                    ? "\(output.green("unchanged"))  \(name)" : "\(output.red("changed"))  \(name)"
            )
            for difference in differences { output.say("  \(difference)") }
        }
    }

    let schema = "candid/lock-check/1"
    let locks: [Row]
}
