import Candid
import Foundation
import NIOCore

/// A picture, or a part of it, as RFC 9110 has it: what has a digest for its name never changes.
struct PictureAnswer {
    private let picture: NativeAccess.StoredPicture
    private let tag: String
    private let request: WireRequest

    init(_ picture: NativeAccess.StoredPicture, _ digest: Digest, _ request: WireRequest) {
        (self.picture, self.request) = (picture, request)
        tag = "\"\(digest)\""
    }

    var reply: WireStream {
        get throws {
            if let known = request.headers["if-none-match"], matches(known) { return answer(304) }
            guard let range = try range() else { return answer(200, picture.bytes[...]) }
            var part = answer(206, picture.bytes[range])
            part.headers["content-range"] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(picture.bytes.count)"
            return part
        }
    }

    private func matches(_ list: String) -> Bool {
        let wanted: Set = ["*", tag, "W/" + tag]
        return list.split(separator: ",").contains { one in
            wanted.contains(one.trimmingCharacters(in: .whitespaces))
        }
    }

    private func answer(_ status: Int, _ bytes: ArraySlice<UInt8> = []) -> WireStream {
        var headers = [
            "etag": tag, "accept-ranges": "bytes",
            "cache-control": "private, max-age=31536000, immutable",
        ]
        guard status != 304 else {
            return WireStream(WireReply(status: status, headers: headers, body: ByteBuffer()))
        }
        headers["content-type"] = picture.mediaType
        headers["content-length"] = "\(bytes.count)"
        // An SVG must not run anything where a browser shows it.
        headers["content-security-policy"] =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        headers["x-content-type-options"] = "nosniff"
        return WireStream(
            WireReply(status: status, headers: headers, body: ByteBuffer(bytes: bytes)))
    }

    /// Digits and nothing else, since a sign would turn a range around.
    ///
    /// More digits than a number has room for are as good as its largest.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text) ?? Int.max
    }

    /// The part that is asked for; nil where it is all: without the field, in another unit, of another
    /// picture, or where several parts are asked for, which RFC 9110 (14.2) lets a server decline.
    private func range() throws -> Range<Int>? {
        guard let field = request.headers["range"], !field.contains(","),
            field.prefix("bytes=".count).lowercased() == "bytes=",
            request.headers["if-range"].map({ $0 == tag }) ?? true
        else { return nil }
        let ends = field.dropFirst("bytes=".count).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let count = picture.bytes.count
        let range: Range<Int>
        switch (Self.number(ends[0]), Self.number(ends[1])) {
        case (let first?, let last?) where first <= last:
            range = min(first, count)..<min(last, count - 1) + 1
        case (let first?, nil) where ends[1].isEmpty: range = min(first, count)..<count
        case (nil, let last?) where ends[0].isEmpty: range = max(0, count - last)..<count
        default: return nil
        }
        guard !range.isEmpty else {
            throw GatewayProblem(
                416, "range_not_satisfiable", "The picture has \(count) bytes.", field: "Range"
            ).adding("content-range", "bytes */\(count)")
        }
        return range
    }
}
