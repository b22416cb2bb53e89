import Candid
import Testing

@Suite struct KeySecretTests {
    private static let secret = KeySecret(random: { UInt64.random(in: 0...UInt64.max) })

    @Test func `is 52 characters that no shell and no header minds`() {
        let text = Self.secret.revealed
        #expect(text.wholeMatch(of: /ck_[0-9A-Za-z]{49}/) != nil)
    }

    @Test func `is read back as it is`() throws {
        guard case .secret(let read) = KeySecret.reading(Self.secret.revealed) else {
            return #expect(Bool(false), "not read")
        }
        #expect(read.digest == Self.secret.digest)
    }

    @Test func `keeps every one of its 256 bits`() {
        // All ones is the largest number; one less in any word must be another text.
        let largest = KeySecret(random: { UInt64.max }).revealed
        for word in 0..<4 {
            var drawn = 0
            let other = KeySecret {
                defer { drawn += 1 }
                return drawn == word ? UInt64.max - 1 : UInt64.max
            }
            #expect(other.revealed != largest)
        }
    }

    @Test(arguments: 3..<52) func `tells a typing mistake at any place`(place: Int) {
        var text = Array(Self.secret.revealed)
        text[place] = text[place] == "x" ? "y" : "x"
        guard case .mistyped = KeySecret.reading(String(text)) else {
            return #expect(Bool(false), "place \(place) went unnoticed")
        }
    }

    @Test(arguments: ["ck_", "ck_short", "ck_é"]) func `tells one that is cut off`(text: String) {
        guard case .mistyped = KeySecret.reading(text) else {
            return #expect(Bool(false), "\(text)")
        }
    }

    @Test(arguments: ["", "sk-proj-123", "CK_abc"]) func `is told from somebody else's`(
        text: String
    ) {
        guard case .foreign = KeySecret.reading(text) else {
            return #expect(Bool(false), "\(text)")
        }
    }
}

@Suite struct ModelPatternTests {
    @Test(
        arguments: [
            ("*", "anything", true), ("gpt-image-*", "gpt-image-2", true),
            ("gpt-image-*", "gpt-image", false), ("*-mini", "gpt-image-1-mini", true),
            ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-b-b", false), ("sketch-1", "sketch-1", true),
            ("sketch-1", "sketch-12", false), ("", "x", false), ("**", "", true),
        ] as [(String, String, Bool)])
    func `takes a star for any characters`(pattern: String, name: String, fits: Bool) {
        #expect(ModelPattern(pattern).matches(name) == fits)
    }
}
