import Candid
import Foundation
import Testing

@Suite struct LockTests {
    static func lock() throws -> Lock {
        try Lock(
            name: "hero", template: Template("a photo of {product}, white ground"),
            parameters: ["engine": "sketch", "size": "1024x1024"],
            variables: ["product": ["a mug", "caf\u{E9} cup"]])
    }

    @Test func `what is as locked is unchanged, and its expansion is recorded`() throws {
        let lock = try Self.lock()
        let check = lock.check(
            "a photo of a mug, white ground", parameters: lock.parameters,
            values: ["product": "a mug"])
        guard case .unchanged(let expansion) = check else {
            Issue.record("\(check)")
            return
        }
        #expect(expansion.template == "a photo of {product}, white ground")
        #expect(expansion.values == ["product": "a mug"])
        #expect(expansion.result == "a photo of a mug, white ground")
    }

    @Test func `a changed text is refused, with the diff`() throws {
        let check = try Self.lock().check(
            "a photo of a mug, grey ground", values: ["product": "a mug"])
        let diff = WordDiff(
            from: "a photo of a mug, white ground", to: "a photo of a mug, grey ground")
        #expect(check == .refused([.text(diff)]))
        #expect(!check.isUnchanged)
    }

    @Test func `one space more is a change`() throws {
        let check = try Self.lock().check(
            "a photo of a mug,  white ground", values: ["product": "a mug"])
        #expect(!check.isUnchanged)
    }

    @Test(arguments: [
        ("a photo of a mug, white ground", "a mug"),
        ("a photo of caf\u{E9} cup, white ground", "caf\u{E9} cup"),
    ])
    func `a whole prompt tells its values`(prompt: String, value: String) throws {
        let lock = try Self.lock()
        let check = lock.check(whole: Prompt(prompt), parameters: lock.parameters)
        guard case .unchanged(let expansion) = check else {
            Issue.record("\(check)")
            return
        }
        #expect(expansion.values == ["product": value])
        #expect(expansion.result == Prompt(prompt))
    }

    @Test(arguments: [
        "a photo of a cup, white ground", "a photo of a mug, white ground ", "a photo of a mug",
        "a photo of cafe\u{301} cup, white ground", "",
    ])
    func `a whole prompt that no choice of values gives is refused`(prompt: String) throws {
        let lock = try Self.lock()
        #expect(!lock.check(whole: Prompt(prompt), parameters: lock.parameters).isUnchanged)
    }

    @Test func `a whole prompt does not hide another parameter or a changed lock`() throws {
        let lock = try Self.lock()
        let check = lock.check(
            whole: "a photo of a mug, white ground", parameters: ["engine": "sketch"])
        #expect(check == .refused([.parameter(name: "size", locked: "1024x1024", given: nil)]))
    }

    @Test func `a value that begins like another is found, and each place has one`() throws {
        let lock = try Lock(
            name: "pair", template: Template("{a}{b}, {a}"),
            variables: ["a": ["x", "xy"], "b": ["y", "z"]])
        guard case .unchanged(let found) = lock.check(whole: "xyz, xy", parameters: [:]) else {
            Issue.record("not found")
            return
        }
        #expect(found.values == ["a": "xy", "b": "z"])
        #expect(!lock.check(whole: "xyz, x", parameters: [:]).isUnchanged)
    }

    @Test func `values that could be tried without end are given up`() throws {
        let places = (0..<40).map { "p\($0)" }
        let lock = try Lock(
            name: "many", template: Template(Prompt(places.map { "{\($0)}" }.joined())),
            variables: Dictionary(uniqueKeysWithValues: places.map { ($0, ["a", "aa"]) }))
        let prompt = Prompt(String(repeating: "a", count: 60) + "b")
        #expect(!lock.check(whole: prompt, parameters: [:]).isUnchanged)
    }

    @Test func `another, a missing and an additional parameter are named`() throws {
        let check = try Self.lock().check(
            parameters: ["size": "512x512", "seed": "7"], values: ["product": "a mug"])
        #expect(
            check
                == .refused([
                    .parameter(name: "engine", locked: "sketch", given: nil),
                    .parameter(name: "seed", locked: nil, given: "7"),
                    .parameter(name: "size", locked: "1024x1024", given: "512x512"),
                ]))
    }

    @Test func `unknown, missing and forbidden values are named`() throws {
        let lock = try Self.lock()
        let allowed = ["a mug", "caf\u{E9} cup"]
        #expect(
            lock.check(values: ["colour": "red"])
                == .refused([
                    .unknownVariable("colour", known: ["product"]),
                    .missingValue("product", allowed: allowed),
                ]))
        #expect(
            lock.check(values: ["product": "a gun"])
                == .refused([.valueNotAllowed("product", value: "a gun", allowed: allowed)]))
    }

    @Test func `a value is compared as bytes`() throws {
        let lock = try Self.lock()
        #expect(lock.check(values: ["product": "caf\u{E9} cup"]).isUnchanged)
        #expect(!lock.check(values: ["product": "cafe\u{301} cup"]).isUnchanged)
    }

    @Test func `the digest is that of the contents, whatever the name`() throws {
        let lock = try Self.lock()
        let other = try Lock(
            name: "other", template: lock.template, parameters: lock.parameters,
            variables: lock.variables)
        #expect(lock.isIntact)
        #expect(other.digest == lock.digest)
        #expect(
            lock.digest.description
                == "557fa6aa2dfda498ffffce91dccbde28e205167d3d4b61b22dc3feb3a85991d8")
    }

    @Test func `no two different locks have one digest because their texts run together`() throws {
        let a = try Lock(name: "x", template: Template("p"), parameters: ["a": "bc", "d": "e"])
        let b = try Lock(name: "x", template: Template("p"), parameters: ["ab": "c", "d": "e"])
        let c = try Lock(name: "x", template: Template("p"), parameters: ["a": "bc", "de": ""])
        #expect(Set([a.digest, b.digest, c.digest]).count == 3)
    }

    @Test func `places and variables must fit together`() throws {
        #expect(throws: LockError.undeclaredVariable(lock: "x", variable: "y")) {
            try Lock(name: "x", template: Template("{y}"))
        }
        #expect(throws: LockError.unusedVariable(lock: "x", variable: "z")) {
            try Lock(name: "x", template: Template("y"), variables: ["z": ["1"]])
        }
        #expect(throws: LockError.badValues(lock: "x", variable: "y")) {
            try Lock(name: "x", template: Template("{y}"), variables: ["y": []])
        }
        #expect(throws: LockError.badValues(lock: "x", variable: "y")) {
            try Lock(name: "x", template: Template("{y}"), variables: ["y": ["1", "1"]])
        }
    }

    @Test(arguments: ["", " ", "a b", "../x", "é", "-x", String(repeating: "a", count: 65)])
    func `a name must be one`(name: String) {
        #expect(throws: LockError.badName(name)) { try Lock(name: name, template: Template("p")) }
    }

    @Test func `every difference is said in words`() throws {
        guard
            case .refused(let differences) = try Self.lock().check(
                "x", parameters: ["size": "1x1"], values: ["product": "a mug", "colour": "red"])
        else {
            Issue.record("accepted")
            return
        }
        #expect(
            differences.map(\.description) == [
                "the lock has no variable “colour”; it has “product”",
                "engine is locked at “sketch” and was left out",
                "size is locked at “1024x1024”, not “1x1”",
                "the prompt differs: [-a photo of a mug, white ground-]{+x+}",
            ])
    }

    @Test func `a check survives JSON`() throws {
        let check = try Self.lock().check("x", values: ["product": "a mug"])
        let json = try JSONEncoder().encode(check)
        #expect(try JSONDecoder().decode(LockCheck.self, from: json) == check)
    }
}
