import Foundation
import Testing

@testable import Candid

@Suite struct Base64DecoderTests {
    @Test func `long text comes out as Foundation has it, in pieces of any size`() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 7) }
        let text = Array(Data(bytes).base64EncodedString().utf8)
        for size in [1, 7, 31, 32, 33, 64, 1000, text.count] {
            var decoder = Base64Decoder()
            var found: [UInt8] = []
            for start in stride(from: 0, to: text.count, by: size) {
                let piece = Array(text[start..<min(start + size, text.count)])
                #expect(decode(piece, by: &decoder, into: &found) == piece.count)
            }
            found += decoder.finish() ?? []
            #expect(found == bytes, "pieces of \(size)")
        }
    }

    @Test func `it stops at what is not base64, wherever in a long text that stands`() {
        let letters = Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
        let alphabet = Set(letters + letters.map { $0 | 0x20 } + Array("0123456789+/-_".utf8))
        for place in 0..<100 {
            for character in UInt8.min...UInt8.max where !alphabet.contains(character) {
                var text = [UInt8](repeating: UInt8(ascii: "Q"), count: 100)
                text[place] = character
                var decoder = Base64Decoder()
                var found: [UInt8] = []
                let used = decode(text, by: &decoder, into: &found)
                // Line ends are skipped, and padding ends the text one character later.
                switch character {
                case 0x0A, 0x0D: #expect(used == 100)
                case 0x3D: #expect(used == place + 1)
                default: #expect(used == place, "\(character) at \(place)")
                }
            }
        }
    }

    @Test func `both alphabets mean the same`() {
        let bytes = [UInt8](repeating: 0xFB, count: 300)
        let text = Data(bytes).base64EncodedString()
        let other = text.replacing("+", with: "-").replacing("/", with: "_")
        for one in [text, other] {
            var decoder = Base64Decoder()
            var found: [UInt8] = []
            #expect(decode(Array(one.utf8), by: &decoder, into: &found) == one.utf8.count)
            #expect(found == bytes)
        }
    }

    private func decode(
        _ text: [UInt8], by decoder: inout Base64Decoder, into found: inout [UInt8]
    ) -> Int {
        var used = 0
        while used < text.count {
            var room = [UInt8](repeating: 0, count: 200 + Base64Decoder.slack)
            let (more, written) = text.withUnsafeBytes { text in
                room.withUnsafeMutableBytes { room in
                    decoder.decode(UnsafeRawBufferPointer(rebasing: text[used...]), into: room)
                }
            }
            found += room.prefix(written)
            used += more
            if more == 0 { break }
        }
        return used
    }
}
