import Candid
import Pixels
import Testing

@Suite struct LetteringMatchTests {
    private func found(_ words: String...) -> FoundLettering {
        let box = PictureBox(x: 0, y: 0, width: 1, height: 1)
        return FoundLettering(
            words: words.map {
                .init($0, box: box, confidence: 90, looks: 2, isSure: true)
            }, readings: words)
    }

    @Test(arguments: [
        ("HELLO", "Hello!", 0.0), ("IO-100", "10-100", 0), ("OPEN", "OREN", 0.25),
        ("생일", "생일", 0), ("OPEN", "zzzz", 1),
    ])
    func `case, marks and lookalikes don't count, other letters do`(
        _ asked: String, _ read: String, _ distance: Double
    ) {
        #expect(found(read).match(asked)?.distance == distance)
    }

    @Test func `words may stand in any order, and what is missing is named`() {
        let match = found("WORLD", "HELLO").match("hello big world")
        #expect(match?.missingWords == ["big"])
        #expect(found("WORLD", "HELLO").match("hello world")?.isExact == true)
    }

    @Test func `more than was asked is not equal`() {
        #expect(found("OPEN", "DAILY").match("open")?.isExact == true)
        #expect(found("OPEN", "DAILY").wholeDistance("open") == 5.0 / 9)
        #expect(found("OPEN").wholeDistance("open") == 0)
    }

    @Test func `a text without letters can't be compared`() {
        #expect(found("OPEN").match("!?") == nil)
    }
}
