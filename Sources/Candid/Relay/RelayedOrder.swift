import Foundation
import NIOCore

/// What a client of the Images API asks for, read from its own request for the record.
///
/// It judges nothing: what the provider will refuse is its to refuse. Only what could not be read
/// at all has no order.
public struct RelayedOrder: Sendable {
    /// The order, whose model decides its engine; fields that have no place of their own are its options.
    public var order: Order
    /// What is asked, by its content: the bytes of JSON, the parts of a form whatever its boundary.
    public private(set) var content: Digest
    /// The pictures that were sent along, which belong in the picture store.
    public private(set) var pictures: [[UInt8]] = []

    /// Pictures that were only named, by their addresses on the web.
    public private(set) var remote: [RemotePicture] = []

    /// Reads a request.
    ///
    /// - Throws: ``Refusal`` that says what can't be read.
    public init(_ request: WireRequest) throws(Refusal) {
        let (fields, files) = try Self.content(of: request)
        remote = Self.references(in: fields).compactMap { RemotePicture($0, in: $1) }
        content = Self.digest(of: request, fields, files)
        order = Order(
            Prompt(fields["prompt"]?.text ?? ""), engine: "",
            model: try WireRequest.model(in: fields))
        order.size = fields["size"]?.text.flatMap(Size.init)
        order.count = Self.whole(fields["n"])
        order.seed = fields["seed"]?.natural ?? fields["seed"]?.text.flatMap(UInt64.init)
        order.quality = fields["quality"]?.text
        order.style = fields["style"]?.text
        order.format = fields["output_format"]?.text.flatMap(PictureFormat.init)
        order.background = fields["background"]?.text
        order.negative = fields["negative_prompt"]?.text.map(Prompt.init(_:))
        order.partialPictures = Self.whole(fields["partial_images"])
        let rest = fields.filter { !Self.placed.contains($0.key) && $0.value != .null }
        if !rest.isEmpty { order.options = rest }
        var inputs: [InputPicture] = []
        for (name, bytes) in files {
            guard let picture = InputPicture(bytes) else { continue }
            pictures.append(bytes)
            switch name {
            case "mask": order.mask = picture
            case "markup": order.markup = picture
            default: inputs.append(picture)
            }
        }
        if !inputs.isEmpty { order.inputs = inputs }
    }

    private static func digest(
        of request: WireRequest, _ fields: [String: JSONValue], _ files: [(String, [UInt8])]
    ) -> Digest {
        let path = request.url.prefix { $0 != "?" }
        guard request.headers["content-type"]?.lowercased().hasPrefix("multipart/") == true else {
            return request.contentDigest
        }
        let parts =
            fields.sorted { $0.key < $1.key }.map { name, value in
                // Lengths, so that no value can look like the next part.
                let text = value.text ?? ""
                return "\(name.utf8.count) \(text.utf8.count) \(name)=\(text)"
            }
            + files.map { "\($0.0.utf8.count) \($0.0) \(Digest(of: $0.1))" }
        return Digest(of: "\(path)\n\(parts.joined(separator: "\n"))".utf8)
    }

    private static let placed: Set = [
        "prompt", "model", "size", "n", "seed", "quality", "style", "output_format", "background",
        "negative_prompt", "partial_images", "images", "mask", "markup",
    ]

    private typealias Content = (fields: [String: JSONValue], files: [(String, [UInt8])])

    private static func content(of request: WireRequest) throws(Refusal) -> Content {
        let type = request.headers["content-type"]?.lowercased() ?? ""
        guard type.hasPrefix("multipart/") else { return try json(request) }
        do throws(MultipartProblem) {
            let form = try FormContent(
                request.body, contentType: request.headers["content-type"] ?? "")
            return (form.fields.mapValues { .text($0) }, form.files.map { ($0.name, $0.bytes) })
        } catch {
            if case .repeated(let name) = error { throw .repeated(name) }
            throw Refusal(
                field: "body", reason: "the form can't be read: \(error)",
                wayOut: "Send multipart/form-data as RFC 7578 has it.")
        }
    }

    private static func json(_ request: WireRequest) throws(Refusal) -> Content {
        var content: Content = (try request.object(), [])
        for (name, reference) in references(in: content.fields) {
            guard let address = reference["image_url"]?.text,
                let bytes = WireRequest.bytes(ofDataURL: address)
            else { continue }
            content.files.append((name, bytes))
        }
        return content
    }

    private static func references(in fields: [String: JSONValue]) -> [(String, JSONValue)] {
        (fields["images"]?.list ?? []).map { ("image", $0) }
            + ["mask", "markup"].compactMap { name in fields[name].map { (name, $0) } }
    }

    private static func whole(_ value: JSONValue?) -> Int? {
        value?.whole.map { Int($0) } ?? value?.text.flatMap(Int.init)
    }
}
