public import Candid
import Foundation

/// What was said in a conversation so far, with its pictures.
public struct SaidMessages: Sendable {
    /// What the talker is told beside the messages.
    public var system: [String] = []
    /// The messages, oldest first.
    public var messages: [Message] = []
    /// The pictures' files.
    public private(set) var pictures: [Digest: [UInt8]] = [:]

    /// The most pictures in one conversation.
    private static let mostPictures = 64

    /// Creates an empty conversation.
    public init() {}

    /// Adds a message.
    ///
    /// - Parameters:
    ///   - role: `user`, `assistant`, `system` or `developer`.
    ///   - content: Text, or a list of parts in OpenAI's or Anthropic's words.
    ///   - place: Where it stands in the body, for an error.
    /// - Throws: ``Objection`` for a role or a part that the talker has no use for.
    public mutating func add(
        role: String?, _ content: JSONValue?, at place: String
    ) throws(Objection) {
        var (words, shown): ([String], [InputPicture]) = ([], [])
        for (index, part) in (content?.list ?? []).enumerated() {
            let spot = "\(place).content[\(index)]"
            switch part["type"]?.text {
            case "text", "input_text", "output_text", "refusal":
                words.append(part["text"]?.text ?? part["refusal"]?.text ?? "")
            case "image_url":
                let url = part["image_url"]?["url"] ?? part["image_url"]
                shown.append(try picture(url?.text, at: spot))
            case "input_image": shown.append(try picture(part["image_url"]?.text, at: spot))
            case "image":
                let source = part["source"]
                guard source?["type"]?.text == "base64", let data = source?["data"]?.text else {
                    throw Objection(spot, "A picture must be given as base64.")
                }
                shown.append(try add(Data(base64Encoded: data).map { [UInt8]($0) }, at: spot))
            case let other:
                throw Objection(spot, "The talker has no use for a part “\(other ?? "?")”.")
            }
        }
        let text = content?.text ?? words.joined(separator: "\n")
        switch role {
        case "user": messages.append(Message(text, pictures: shown))
        case "assistant": messages.append(Message(text, by: .speaker, pictures: shown))
        case "system", "developer": system.append(text)
        default:
            throw Objection(
                place + ".role", "The role must be user, assistant, system or developer.")
        }
    }

    /// Keeps a picture's file.
    ///
    /// - Throws: ``Objection`` for a file that is no picture.
    @discardableResult
    public mutating func add(
        _ file: [UInt8]?, at place: String
    ) throws(Objection) -> InputPicture {
        guard let file, let picture = InputPicture(file) else {
            throw Objection(place, "The picture can't be read.", code: "invalid_image")
        }
        guard pictures.count < Self.mostPictures else {
            throw Objection(place, "There are more than \(Self.mostPictures) pictures.")
        }
        pictures[picture.digest] = file
        return picture
    }

    private mutating func picture(
        _ url: String?, at place: String
    ) throws(Objection) -> InputPicture {
        guard let file = url.flatMap(DataURL.bytes) else {
            throw Objection(
                place, "A picture must be a data URL in base64; nothing is fetched.",
                code: "invalid_image_url")
        }
        return try add(file, at: place)
    }
}

/// Addresses that hold what they name.
public enum DataURL {
    /// The bytes of a data URL in base64; nil for anything else.
    public static func bytes(_ url: String) -> [UInt8]? {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ","),
            url[..<comma].hasSuffix(";base64"),
            let data = Data(base64Encoded: String(url[url.index(after: comma)...]))
        else { return nil }
        return [UInt8](data)
    }
}
