import Candid
import NIOCore

/// The body of a request to change a picture, as a form or as JSON.
struct EditRequest {
    /// The fields that new pictures have too.
    let fields: GenerationRequest
    let picture: [UInt8]
    var mask: [UInt8]?

    /// The limit of a body: two pictures, and room for base64.
    private static let limit = 160 << 20

    /// Reads a body, and refuses what would otherwise be dropped without a word.
    init(_ request: WireRequest) throws {
        guard request.body.readableBytes <= Self.limit else {
            throw Objection(nil, "The body is larger than 160 MB.", code: "request_too_large")
        }
        let type = request.headers["content-type"] ?? "application/json"
        var (plain, files) =
            type.lowercased().hasPrefix("multipart/")
            ? try Self.form(request.body, type) : try Self.json(request.body)
        let pictures = files.removeValue(forKey: "image") ?? []
        guard let picture = pictures.first else {
            throw Objection(
                "image", "There is no picture to change.", code: "missing_required_parameter")
        }
        guard pictures.count == 1 else {
            throw Objection("image", "sketch changes one picture at a time.")
        }
        self.picture = picture
        mask = files.removeValue(forKey: "mask")?.first
        if let odd = files.keys.min() {
            throw Objection(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
        }
        for name in ["size", "background", "style"] where plain[name] == .text("auto") {
            plain[name] = nil
        }
        fields = try GenerationRequest(JSONValue.object(plain).encoded())
        try check()
    }

    /// The change.
    var sketch: SketchEdit {
        SketchEdit(
            picture: picture, instruction: fields.prompt, mask: mask,
            format: fields.output_format.flatMap(SketchFormat.init) ?? .png,
            compression: fields.output_compression, seed: fields.usedSeed)
    }

    private func check() throws {
        guard fields.count == 1 else { throw Objection("n", "sketch makes one change at a time.") }
        for (name, value) in [("style", fields.style), ("background", fields.background)]
        where value != nil {
            throw Objection(name, "The picture has its \(name); say what to change in the prompt.")
        }
        guard let size = fields.size, let wanted = Size(size) else { return }
        guard InputPicture(picture)?.size == wanted else {
            throw Objection("size", "A changed picture keeps its size; leave size out.")
        }
    }

    private typealias Content = (plain: [String: JSONValue], files: [String: [[UInt8]]])

    private static func form(_ body: ByteBuffer, _ type: String) throws -> Content {
        do throws(MultipartProblem) {
            let form = try FormContent(body, contentType: type)
            let plain = form.fields.map { name, text in
                (name, typed.contains(name) ? JSONValue(text: text) ?? .text(text) : .text(text))
            }
            return (Dictionary(uniqueKeysWithValues: plain), form.filesByName)
        } catch {
            throw Objection(nil, "The form can't be read: \(error).")
        }
    }

    /// The fields whose values are numbers or truths, which a form writes as text.
    private static let typed: Set = ["n", "seed", "partial_images", "output_compression", "stream"]

    private static func json(_ body: ByteBuffer) throws -> Content {
        let limits = JSONReader.Limits(bytes: max(2, body.readableBytes))
        guard let value = try? JSONReader.read(Array(body.readableBytesView), limits: limits),
            var plain = value.object
        else { throw Objection(nil, "The body must be a JSON object.") }
        var files: [String: [[UInt8]]] = [:]
        for image in plain.removeValue(forKey: "images")?.list ?? [] {
            files["image", default: []].append(try bytes(of: image, "images"))
        }
        if let mask = plain.removeValue(forKey: "mask"), mask != .null {
            files["mask"] = [try bytes(of: mask, "mask")]
        }
        return (plain.filter { $0.value != .null }, files)
    }

    private static func bytes(of reference: JSONValue, _ field: String) throws -> [UInt8] {
        guard let bytes = reference["image_url"]?.text.flatMap(DataURL.bytes) else {
            throw Objection(field, "A picture must be a data URL in base64.")
        }
        return bytes
    }
}
