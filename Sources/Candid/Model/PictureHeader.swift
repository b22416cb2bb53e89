import Foundation
import Pixels

extension Size {
    /// Reads the size in a picture file's header; nil where the file does not say it plainly.
    init?(headerOf bytes: [UInt8]) {
        switch PictureFormat(sniffing: bytes) {
        case .png, .jpeg, .webp:
            guard let header = try? ImageHeader(of: bytes) else { return nil }
            self.init(width: header.width, height: header.height)
        case .gif:
            guard bytes.count >= 10 else { return nil }
            self.init(
                width: Int(bytes[6]) | Int(bytes[7]) << 8,
                height: Int(bytes[8]) | Int(bytes[9]) << 8)
        case .svg:
            let head = String(decoding: bytes.prefix(2048), as: UTF8.self)
            guard let width = Self.attribute("width", of: head),
                let height = Self.attribute("height", of: head)
            else { return nil }
            self.init(width: width, height: height)
        case nil:
            return nil
        }
    }

    private static func attribute(_ name: String, of head: String) -> Int? {
        guard let root = head.range(of: "<svg"),
            let start = head.range(of: " \(name)=\"", range: root.upperBound..<head.endIndex)
        else { return nil }
        return Int(head[start.upperBound...].prefix { $0 != "\"" })
    }
}
