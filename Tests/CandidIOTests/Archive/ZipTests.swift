import Foundation
import Testing

@testable import CandidIO

/// An archive in memory.
struct ZipFixture {
    static func archive(_ files: [(String, [UInt8])]) throws -> [UInt8] {
        let sink = Sink()
        var writer = ZipWriter { sink.bytes += $0 }
        for (name, bytes) in files { try writer.add(name, bytes) }
        try writer.finish()
        return sink.bytes
    }

    private final class Sink {
        var bytes: [UInt8] = []
    }

    static func reader(
        _ bytes: [UInt8], _ limits: ZipReader.Limits = ZipReader.Limits()
    ) throws -> ZipReader {
        try ZipReader(length: bytes.count, limits: limits) { start, count in
            Array(bytes[start..<min(bytes.count, start + count)])
        }
    }

    static func files(in bytes: [UInt8]) throws -> [String: [UInt8]] {
        let reader = try reader(bytes)
        return try Dictionary(
            uniqueKeysWithValues: reader.files.map { ($0.name, try reader.bytes(of: $0)) })
    }

    /// One file, of 5000 times an a, deflated by zlib; made by Python's zipfile.
    static let deflated: [UInt8] = Array(
        Data(
            base64Encoded: """
                UEsDBBQAAAAIAAAAIQB2WfRMFwAAAIgTAAABAAAAYe3BMQEAAADCoKzrX8IUfkABAAAAAG8DUEsBAhQDFAAAAAgAAAAhAHZZ9EwX\
                AAAAiBMAAAEAAAAAAAAAAAAAAIABAAAAAGFQSwUGAAAAAAEAAQAvAAAANgAAAAAA
                """) ?? Data())
}

@Suite struct ZipTests {
    @Test func `what is written is read, to the byte`() throws {
        let files: [(String, [UInt8])] = [
            ("manifest.json", Array("{}".utf8)), ("pictures/a.png", [0, 255, 10, 13]), ("leer", []),
            ("그림/é.txt", Array(repeating: 7, count: 100_000)),
        ]
        let read = try ZipFixture.files(in: ZipFixture.archive(files))
        #expect(read == Dictionary(uniqueKeysWithValues: files))
    }

    @Test func `a deflated file is unpacked`() throws {
        let read = try ZipFixture.files(in: ZipFixture.deflated)
        #expect(read == ["a": Array(repeating: UInt8(ascii: "a"), count: 5000)])
    }

    @Test(arguments: [
        "../up", "/etc/passwd", "a/../../b", "a\\b", "c:x", "./a", "a/./b", "a\u{0}b", "",
    ])
    func `a name that leads out of the archive is refused`(name: String) throws {
        let archive = try ZipFixture.archive([(name, [1])])
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(archive) }
    }

    @Test func `a file that claims more than the limit is refused before it is unpacked`() throws {
        var limits = ZipReader.Limits()
        limits.fileBytes = 4999
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(ZipFixture.deflated, limits) }
        limits = ZipReader.Limits()
        limits.bytes = 4999
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(ZipFixture.deflated, limits) }
        limits = ZipReader.Limits()
        limits.files = 0
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(ZipFixture.deflated, limits) }
    }

    @Test(arguments: [UInt32(4999), 5001, 30_000, 1 << 30])
    func `a file that claims another size than it has is damaged`(size: UInt32) throws {
        let claimed = Self.changing(ZipFixture.deflated) { archive, place in
            archive.replaceSubrange(place + 24..<place + 28, with: Self.little(size))
        }
        #expect(throws: ArchiveProblem.self) { try ZipFixture.files(in: claimed) }
    }

    @Test func `files that lie in one another are refused`() throws {
        let archive = try ZipFixture.archive([("a", Array(repeating: 1, count: 64)), ("b", [2])])
        var places: [Int] = []
        for place in archive.indices.dropLast(4)
        where archive[place..<place + 4].elementsEqual([0x50, 0x4B, 1, 2]) {
            places.append(place)
        }
        var changed = archive
        changed.replaceSubrange(places[1] + 42..<places[1] + 46, with: Self.little(20))
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(changed) }
    }

    @Test func `a name twice, a changed byte and a cut end are each damage`() throws {
        let twice = try ZipFixture.archive([("a", [1]), ("a", [2])])
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(twice) }
        let whole = try ZipFixture.archive([("a", [1, 2, 3]), ("b", [4])])
        var changed = whole
        changed[32] ^= 1
        #expect(throws: ArchiveProblem.self) { try ZipFixture.files(in: changed) }
        for count in 0..<whole.count {
            #expect(throws: ArchiveProblem.self) {
                try ZipFixture.files(in: Array(whole.prefix(count)))
            }
        }
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader([0] + whole) }
        #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(whole + [0]) }
    }

    @Test func `encrypted files, other packings and links are refused`() throws {
        for (offset, value) in [(8, UInt8(1)), (10, 12), (41, 0xA1)] {
            let changed = Self.changing(ZipFixture.deflated) { $0[$1 + offset] = value }
            #expect(throws: ArchiveProblem.self) { try ZipFixture.reader(changed) }
        }
    }

    /// Mutations of good archives, from a seed: each is read as it was, or refused.
    @Test func `no mutated archive ends the process, passes a limit or gives other bytes`() throws {
        let good = [
            ZipFixture.deflated,
            try ZipFixture.archive([("manifest.json", Array("{}".utf8)), ("a/b", [1, 2, 3])]),
        ]
        let contents = try good.map { try ZipFixture.files(in: $0) }
        var dice = Dice(state: 2026)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            let bytes = dice.mutated(good)
            do {
                for (name, file) in try ZipFixture.files(in: bytes) {
                    // A checksum of 32 bits vouches for the content, not for the name.
                    #expect(
                        contents.contains { $0.values.contains(file) } || file.count < 64, "\(name)"
                    )
                    read += 1
                }
            } catch is ArchiveProblem {
                refused += 1
            }
        }
        #expect(read > 100 && refused > 10_000)
    }

    private static func changing(
        _ archive: [UInt8], _ change: (inout [UInt8], Int) -> Void
    ) -> [UInt8] {
        var changed = archive
        let place = archive.indices.first {
            archive[$0...].starts(with: [0x50, 0x4B, 1, 2])
        }
        change(&changed, place ?? 0)
        return changed
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// Numbers from a seed (SplitMix64), so that what fails once fails again.
struct Dice {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(max(1, bound)))
    }

    mutating func mutated(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(3) {
            let place = below(bytes.count)
            let end = min(bytes.count, place + below(12))
            switch below(6) {
            case 0 where place < bytes.count: bytes[place] = UInt8(below(256))
            case 1 where place < bytes.count: bytes[place] ^= 1 << below(8)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
            case 4 where place < bytes.count: bytes[place] = [0, 0xFF, 0x7F, 0x80][below(4)]
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }
}
