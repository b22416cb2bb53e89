public import NIOCore

/// An order with something in it that gateways lose, and what the recorder answers to it.
public struct Canary: Sendable {
    /// What is looked at.
    public enum Subject: String, Sendable, Codable, CaseIterable {
        /// The words of a prompt.
        case words
        /// Fields beside the prompt.
        case fields
        /// Pictures that are sent along.
        case pictures
        /// What the provider answers.
        case answers
        /// What the provider refuses.
        case errors
        /// How many orders reach the provider.
        case orders
    }

    /// How often a client sends it.
    public enum Tries: Sendable {
        /// Once.
        case once
        /// Twice, as two orders of their own.
        case twice
        /// Left before its answer came, and sent again as a retry that says so.
        case abandoned
    }

    /// What the recorder plays for it.
    public enum Script: Sendable {
        /// A whole answer.
        case reply(WireReply)
        /// A whole answer after some time.
        case late(seconds: Int, WireReply)
        /// A stream, event by event; the next leaves once the client has seen the one before.
        case stream([String])
        /// The connection breaks before an answer.
        case breakOff
    }

    /// Its name, such as `crlf`.
    public let name: String
    /// What is in it, for people.
    public let title: String
    /// What is looked at.
    public let subject: Subject
    /// The order; its address is the path below `/v1`.
    public internal(set) var request: WireRequest
    /// What the recorder plays.
    public let script: Script
    /// How often a client sends it.
    public internal(set) var tries = Tries.once
    /// Whether the answer is compared value by value, and not only for being there.
    var comparesAnswer = false

    /// How many orders ought to reach the provider.
    public var orders: Int { tries == .twice ? 2 : 1 }

    /// What stands in its prompt, so that it is known whatever became of its header fields.
    var tag: String { Self.tag(name) }

    static func tag(_ name: String) -> String { "canary-\(name)." }

    /// The name of the canary that a request holds, where its tag came through.
    public static func name(in body: ByteBuffer) -> String? {
        let bytes = body.readableBytesView
        let start = Array("canary-".utf8)
        var index = bytes.startIndex
        while let first = bytes[index...].firstIndex(of: start[0]) {
            index = bytes.index(after: first)
            guard bytes[first...].starts(with: start) else { continue }
            let name = bytes[first...].dropFirst(start.count).prefix(32).prefix { $0 != 0x2E }
            return String(validating: name, as: UTF8.self)
        }
        return nil
    }
}
