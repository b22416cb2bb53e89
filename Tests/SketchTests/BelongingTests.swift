import Testing

@testable import Sketch

@Suite struct BelongingTests {
    static func summary(_ prompt: String) -> [String] {
        ReaderTests.summary(ReaderTests.read(prompt))
    }

    @Test(arguments: [
        ("a king with a crown", ["king*1"]), ("왕관을 쓴 왕", ["king*1"]),
        ("a chef wearing a hat", ["chef*1"]), ("a king and a crown", ["king*1", "crown*1"]),
        (
            "a king with a crown and a cat on a chair",
            ["king*1", "cat*1>on:chair", "chair*1"]
        ),
        ("a cat with a crown", ["cat*1", "crown*1>worn by:cat"]),
    ])
    func `nobody wears two crowns`(prompt: String, things: [String]) {
        #expect(Self.summary(prompt) == things)
    }

    @Test func `a crown's colour goes to the crown that is drawn`() {
        let king = ReaderTests.read("a king with a silver crown").things[0]
        #expect(king.parts.map(\.name) == ["gold"])
        #expect(king.material == nil)
    }

    @Test func `a colour that can't be worn is reported`() {
        #expect(ReaderTests.read("a chef wearing a red hat").notDrawn.contains { $0.word == "hat" })
    }

    @Test(arguments: [
        ("a girl with an umbrella", ["girl*1", "umbrella*1>held by:girl"]),
        ("a man under an umbrella", ["man*1", "umbrella*1>held by:man"]),
        ("우산을 쓴 여자", ["umbrella*1>held by:woman", "woman*1"]),
        (
            "a man with a hat and an umbrella",
            ["man*1", "hat*1>worn by:man", "umbrella*1>held by:man"]
        ),
        ("a woman in a red dress and an umbrella", ["woman*1", "umbrella*1>held by:woman"]),
        ("a cat under an umbrella", ["cat*1>under:umbrella", "umbrella*1"]),
    ])
    func `an umbrella is held by those who have hands`(prompt: String, things: [String]) {
        #expect(Self.summary(prompt) == things)
    }

    @Test(arguments: [
        ("그릇에 담긴 배 세 개", ["bowl*1", "pear*3>in:bowl"]),
        ("장미가 담긴 꽃병", ["rose*1>in:vase", "vase*1"]),
        ("상자에 들어있는 고양이", ["box*1", "cat*1>in:box"]),
    ])
    func `what holds and what is held are told apart`(prompt: String, things: [String]) {
        #expect(Self.summary(prompt) == things)
    }

    @Test(arguments: [
        ("배와 사과", "pear"), ("바다 위의 배", "ship"), ("배 두 척", "ship"), ("바닷가 탁자 위의 배와 사과", "pear"),
        ("노란 배", "pear"),
    ])
    func `a 배 is a boat only where boats are`(prompt: String, name: String) {
        #expect(ReaderTests.read(prompt).things.contains { $0.name == name })
        let other = name == "pear" ? "ship" : "pear"
        #expect(!ReaderTests.read(prompt).things.contains { $0.name == other })
    }

    @Test func `who flies a kite stays on the ground`() {
        let things = ReaderTests.read("a boy flying a kite").things
        #expect(things.map(\.name) == ["boy", "kite"])
        #expect(!things[0].flying)
        #expect(ReaderTests.read("a boy flying over a city").things[0].flying)
    }

    @Test(arguments: ["leaning on", "leaning against", "propped against", "against"])
    func `what leans on a tree stands beside it`(words: String) {
        #expect(Self.summary("a bicycle \(words) a tree") == ["bicycle*1>beside:tree", "tree*1"])
    }
}
