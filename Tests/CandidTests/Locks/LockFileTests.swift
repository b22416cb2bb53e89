import Candid
import Foundation
import Testing

@Suite struct LockFileTests {
    static func file() throws -> LockFile {
        var file = LockFile()
        try file.add(Lock(name: "zebra", template: Template(literal: "{\"a\": \"é/\n\"}")))
        try file.add(LockTests.lock())
        return file
    }

    @Test func `a file reads back what it writes, byte for byte`() throws {
        let file = try Self.file()
        let bytes = try file.encoded()
        let again = try LockFile(reading: bytes)
        #expect(again == file)
        #expect(try again.encoded() == bytes)
        #expect(again["zebra"]?.check().isUnchanged == true)
    }

    @Test func `locks stand in the order of their names, one field to a line`() throws {
        let text = String(decoding: try Self.file().encoded(), as: UTF8.self)
        let names = text.split(separator: "\n").filter { $0.contains("\"name\"") }
        #expect(
            names.map { $0.trimmingCharacters(in: .whitespaces) } == [
                "\"name\" : \"hero\",", "\"name\" : \"zebra\",",
            ])
        #expect(text.hasSuffix("}\n"))
        #expect(text.contains("\"schema\" : \"candid/lock/1\""))
    }

    @Test func `a lock that somebody edited by hand is read, known and refused`() throws {
        let text = String(decoding: try Self.file().encoded(), as: UTF8.self)
            .replacing("white ground", with: "black ground")
        let lock = try #require(try LockFile(reading: Array(text.utf8))["hero"])
        #expect(!lock.isIntact)
        let check = lock.check(values: ["product": "a mug"])
        #expect(
            check == .refused([.tampered(recorded: lock.digest, found: lock.contentDigest)]))
    }

    @Test func `a name can be added once, updated and removed`() throws {
        var file = try Self.file()
        let lock = try Lock(name: "hero", template: Template("a bowl"))
        #expect(throws: LockError.duplicateName("hero")) { try file.add(lock) }
        let isUpdated = file.update(lock)
        #expect(isUpdated)
        #expect(file["hero"]?.check("a bowl").isUnchanged == true)
        let isRemoved = file.remove("hero")
        #expect(isRemoved)
        let isUpdatedAgain = file.update(lock)
        #expect(!isUpdatedAgain)
        let isRemovedAgain = file.remove("hero")
        #expect(!isRemovedAgain)
    }

    @Test(arguments: [
        (#"{"schema":"candid/lock/2","locks":[]}"#, LockError.unknownSchema("candid/lock/2")),
        (#"{"schema":"candid/lock/1","locks":[],"x":1}"#, .unknownField("x")),
        (#"{"schema":"candid/lock/1"}"#, .unreadable("“locks” is missing.")),
        (
            #"{"schema":"candid/lock/1","locks":7}"#,
            .unreadable("there is a value of the wrong kind at locks.")
        ),
        ("", .unreadable("it is not JSON.")),
        ("[", .unreadable("it is not JSON.")),
    ])
    func `a file that can't be honoured is refused by name`(text: String, error: LockError) {
        #expect(throws: error) { try LockFile(reading: Array(text.utf8)) }
    }

    @Test func `an unknown field of a lock is named by its path`() throws {
        let text = String(decoding: try Self.file().encoded(), as: UTF8.self)
            .replacing("\"name\" : \"hero\"", with: "\"name\" : \"hero\", \"note\" : 1")
        #expect(throws: LockError.unknownField("locks.0.note")) {
            try LockFile(reading: Array(text.utf8))
        }
    }

    @Test func `two locks of one name are refused`() throws {
        let text = String(decoding: try Self.file().encoded(), as: UTF8.self)
            .replacing("\"zebra\"", with: "\"hero\"")
        #expect(throws: LockError.duplicateName("hero")) {
            try LockFile(reading: Array(text.utf8))
        }
    }

    @Test func `a prompt with a stray brace is refused, with its lock's name`() throws {
        let text = String(decoding: try Self.file().encoded(), as: UTF8.self)
            .replacing("{product}", with: "{product")
        #expect {
            try LockFile(reading: Array(text.utf8))
        } throws: { error in
            "\(error)".hasPrefix("In the prompt of lock “hero”: The brace at byte 11")
        }
    }

    @Test func `a file beyond the limit is refused before it is parsed`() {
        let bytes = Array(repeating: UInt8(ascii: "["), count: LockFile.byteLimit + 1)
        #expect(throws: LockError.tooLarge(bytes: bytes.count, limit: LockFile.byteLimit)) {
            try LockFile(reading: bytes)
        }
    }

    @Test(arguments: 0..<200)
    func `damaged bytes are refused or read, and never crash`(seed: Int) throws {
        var bytes = try Self.file().encoded()
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        for _ in 0..<4 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            bytes[Int(state >> 20) % bytes.count] = UInt8(truncatingIfNeeded: state >> 8)
        }
        do {
            _ = try LockFile(reading: bytes)
        } catch let error as LockError {
            #expect(!error.description.isEmpty)
        }
    }
}
