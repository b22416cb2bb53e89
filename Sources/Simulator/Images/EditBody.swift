import Candid
import Foundation
import NIOCore

/// The body of a request to change pictures: a form, or JSON with data URLs.
struct EditBody {
    private(set) var fields: [String: JSONValue] = [:]
    let base: EditBase

    private static let mostPictures = 16
    private static let largestPicture = 50 << 20

    init(of call: Call) throws {
        let type = call.request.headers["content-type"] ?? "application/json"
        var files: [String: [[UInt8]]] = [:]
        if type.lowercased().hasPrefix("multipart/") {
            (fields, files) = try Self.form(call.request.body, type)
        } else {
            fields = try RequestBody.json(of: call)
            files["image"] = try Self.references(fields.removeValue(forKey: "images"), "images")
            if let mask = fields.removeValue(forKey: "mask") {
                files["mask"] = try Self.references(.list([mask]), "mask")
            }
        }
        let pictures = files.removeValue(forKey: "image") ?? []
        let mask = files.removeValue(forKey: "mask")?.first
        if let odd = files.keys.min() {
            throw WireRefusal.field(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
        }
        base = EditBase(pictures: pictures, mask: mask)
        try check()
    }

    private func check() throws {
        guard let first = base.pictures.first else {
            throw WireRefusal.field(
                "image", "Missing required parameter: 'image'.",
                code: "missing_required_parameter")
        }
        guard base.pictures.count <= Self.mostPictures else {
            throw WireRefusal.field("image", "At most \(Self.mostPictures) images can be given.")
        }
        let known: Set = ["image/png", "image/jpeg", "image/webp"]
        for picture in base.pictures {
            guard known.contains(MediaType.of(picture)) else {
                throw WireRefusal.field(
                    "image", "Invalid image file: it must be a PNG, JPEG or WebP.",
                    code: "invalid_image_file")
            }
            guard picture.count < Self.largestPicture else {
                throw WireRefusal.field("image", "An image must be less than 50MB.")
            }
        }
        guard let mask = base.mask else { return }
        guard MediaType.of(mask) == "image/png", mask.count < 4 << 20 else {
            throw WireRefusal.field("mask", "A mask must be a PNG of less than 4MB.")
        }
        guard let size = InputPicture(mask)?.size, size == InputPicture(first)?.size else {
            throw WireRefusal.field("mask", "The mask must have the size of the first image.")
        }
    }

    private typealias Content = (fields: [String: JSONValue], files: [String: [[UInt8]]])

    private static func form(_ body: ByteBuffer, _ type: String) throws -> Content {
        do throws(MultipartProblem) {
            let form = try FormContent(body, contentType: type)
            return (form.fields.mapValues { .text($0) }, form.filesByName)
        } catch {
            throw WireRefusal(400, nil, "We could not parse the form: \(error).")
        }
    }

    private static func references(_ value: JSONValue?, _ field: String) throws -> [[UInt8]] {
        try (value?.list ?? []).map { reference in
            guard let address = reference["image_url"]?.text else {
                throw WireRefusal.field(field, "The simulator has no files; give an image_url.")
            }
            return try picture(at: address, field)
        }
    }

    /// The bytes of a data URL.
    ///
    /// - Throws: ``WireRefusal`` for any other address: the simulator fetches nothing.
    static func picture(at address: String, _ field: String) throws -> [UInt8] {
        guard address.hasPrefix("data:"), let comma = address.firstIndex(of: ","),
            address[..<comma].hasSuffix(";base64"),
            let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
        else {
            throw WireRefusal.field(
                field, "The simulator fetches nothing; give a data URL in base64.")
        }
        return [UInt8](data)
    }
}
