import NIOCore

/// Changes strings of a JSON text where they stand, so that every other byte stays as it came.
///
/// A tree that is written out again would lose blanks, the order of keys and how numbers are spelt.
struct JSONStringEdit {
    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The text with some of its strings changed.
    ///
    /// - Parameters:
    ///   - bytes: The JSON, or several texts of JSON one after the other.
    ///   - keys: The keys whose strings are looked at.
    ///   - change: The new string for an old one; nil leaves it.
    /// - Returns: The bytes.
    static func editing(
        _ bytes: [UInt8], keys: Set<String>, _ change: (String) -> String?
    ) -> [UInt8] {
        var edit = JSONStringEdit(bytes)
        return edit.run(keys, change)
    }

    private mutating func run(_ keys: Set<String>, _ change: (String) -> String?) -> [UInt8] {
        var out: [UInt8] = []
        var kept = 0
        var key: String?
        while let string = nextString() {
            if isFollowedByColon {
                key = value(of: string)
                continue
            }
            defer { key = nil }
            guard let name = key, keys.contains(name), isPrecededByColon(string.lowerBound),
                let old = value(of: string), let new = change(old)
            else { continue }
            out += bytes[kept..<string.lowerBound]
            out += JSONValue.text(new).encoded().readableBytesView
            kept = string.upperBound
        }
        return kept == 0 ? bytes : out + bytes[kept...]
    }

    /// The next string with its quotes; the place is behind it then.
    private mutating func nextString() -> Range<Int>? {
        guard let start = bytes[place...].firstIndex(of: 0x22) else { return nil }
        var index = start + 1
        while index < bytes.count, bytes[index] != 0x22 {
            index += bytes[index] == 0x5C ? 2 : 1
        }
        guard index < bytes.count else { return nil }
        place = index + 1
        return start..<place
    }

    private var isFollowedByColon: Bool {
        bytes[place...].first { !$0.isBlank } == 0x3A
    }

    private func isPrecededByColon(_ index: Int) -> Bool {
        bytes[..<index].last { !$0.isBlank } == 0x3A
    }

    private func value(of string: Range<Int>) -> String? {
        // Pictures are strings, too, and nobody wants those.
        guard string.count < 1 << 20 else { return nil }
        return JSONValue(text: "[\(String(decoding: bytes[string], as: UTF8.self))]")?.list?.first?
            .text
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
