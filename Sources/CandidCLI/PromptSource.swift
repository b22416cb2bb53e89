import Candid
import Foundation

/// Where a prompt comes from, and its bytes from there to the order.
struct PromptSource {
    /// The words as given on the command line; `-` is standard input.
    let argument: String?
    /// A file that holds the prompt.
    let file: String?
    /// A prompt of a plan, as a file and its number.
    var plan: String?
    /// Whether the last line ending belongs to the prompt.
    let isRaw: Bool

    /// More than any provider takes, so that a wrong file ends with a message and not in memory.
    private static let limit = 4 << 20

    /// A prompt, what was left off it in words, and what the file's front matter sets.
    struct Reading {
        let prompt: Prompt
        var note: String?
        /// The plan that it stands in.
        var plan: PlanUse?
        var settings = Configuration()
    }

    /// Reads the prompt.
    func read() throws -> Reading {
        if let plan {
            guard argument == nil, file == nil else {
                throw CommandFailure(.usage, "there are two prompts: --plan and another one.")
            }
            return try PlanFile.reading(plan)
        }
        switch (argument, file) {
        case (nil, nil):
            throw CommandFailure(
                .usage,
                "there is no prompt. Give it in quotes, as - for standard input, or with "
                    + "--prompt-file.")
        case (_?, _?):
            throw CommandFailure(
                .usage, "there are two prompts: one as an argument and one with --prompt-file.")
        case (nil, let path?) where PromptFile.isPromptFile(path):
            let text = try validated(path, try Self.contents(of: path))
            let file = try PromptFile(text, path: path, isRaw: isRaw)
            return Reading(prompt: file.prompt, note: file.note, settings: file.settings)
        case (nil, let path?): return try prompt(from: path, try Self.contents(of: path))
        case ("-", nil):
            return try prompt(from: "standard input", try Self.contents(of: "/dev/stdin"))
        case (let words?, nil): return Reading(prompt: Prompt(words))
        }
    }

    private func validated(_ place: String, _ data: Data) throws -> String {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(
                .badInput,
                "\(place) is not valid UTF-8 (byte \(Self.firstBadByte(data))). Candid will not "
                    + "repair it: save it as UTF-8.")
        }
        return text
    }

    private func prompt(from place: String, _ data: Data) throws -> Reading {
        let text = try validated(place, data)
        guard !isRaw, let ending = ["\r\n", "\n"].first(where: { data.ends(with: $0.utf8) }) else {
            return Reading(prompt: Prompt(text))
        }
        let rest = String(decoding: data.dropLast(ending.utf8.count), as: UTF8.self)
        let note =
            "note: the last line ending of \(place) is not part of the prompt (--raw keeps it)"
        return Reading(prompt: Prompt(rest), note: note)
    }

    private static func contents(of path: String) throws -> Data {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        defer { try? handle.close() }
        var data = Data()
        do {
            while let chunk = try handle.read(upToCount: 1 << 16), !chunk.isEmpty {
                data.append(chunk)
                guard data.count <= limit else {
                    throw CommandFailure(
                        .badInput, "\(path) holds more than \(limit) bytes, so it is no prompt.")
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.badInput, "\(path) can't be read: \(error.localizedDescription)")
        }
        return data
    }

    /// The offset of the first byte that is not part of valid UTF-8.
    private static func firstBadByte(_ data: Data) -> Int {
        var decoder = UTF8()
        var bytes = data.makeIterator()
        var offset = 0
        decoding: while true {
            switch decoder.decode(&bytes) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: break decoding
            case .error: return offset
            }
        }
        return offset
    }
}

extension Data {
    fileprivate func ends(with suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}

extension String {
    /// The text of the bytes; nil unless they are valid UTF-8.
    init?(validating data: Data, as encoding: UTF8.Type) {
        guard let text = data.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
            return nil
        }
        self = text
    }
}
