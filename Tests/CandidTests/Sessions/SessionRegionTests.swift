import Candid
import CandidTesting
import Pixels
import Testing

@Suite struct SessionRegionTests {
    /// A mask's file of some size.
    private func mask(_ side: Int) throws -> InputPicture {
        let mask = try EditMask(
            PictureBox(x: 0, y: 0, width: 2, height: 2), in: Size(width: side, height: side))
        return try #require(InputPicture(mask.file))
    }

    @Test func `a mask goes with the next edit alone`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let mask = try mask(8)
        try await talk.open.arrange(.arranged) { $0.mask = mask }
        let edit = try await talk.say("add a cat")
        let order = edit.order(Order(edit.sent, engine: "sketch", model: "sketch-1"))
        #expect(order.mask == mask && order.inputs?.first == edit.base?.file)
        #expect(await talk.open.session.turns.last?.mask == mask)
        #expect(try await talk.say("add a dog").mask == nil)
    }

    @Test func `a mask of another size is refused by name`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let mask = try mask(16)
        try await talk.open.arrange(.arranged) { $0.mask = mask }
        let refusal = await #expect(throws: Refusal.self) { try await talk.say("add a cat") }
        #expect(refusal?.field == "mask" && refusal?.reason.contains("16x16") == true)
        #expect(await talk.open.session.state.mask == mask)
    }

    @Test func `a turn with a mask carries its picture itself`() async throws {
        var state = SessionState()
        state.form = .remembered
        let talk = try await SessionFixture(state)
        try await talk.say("a red bicycle")
        let mask = try mask(8)
        try await talk.open.arrange(.arranged) { $0.mask = mask }
        let edit = try await talk.say("add a cat")
        #expect(edit.follows == nil && edit.carried == Carried(messages: 0, pictures: 1))
    }

    @Test func `a new picture drops the region of the old one`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let mask = try mask(8)
        try await talk.open.arrange(.arranged) { $0.mask = mask }
        try await talk.say("new picture: a pear")
        #expect(await talk.open.session.state.mask == nil)
    }

    @Test func `words narrow a contract that waits, and leave its box`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let box = PictureBox(x: 0, y: 0, width: 2, height: 2)
        let waiting = try EditContract(box: box)
        try await talk.open.arrange(.arranged) { $0.contract = waiting }
        let edit = try await talk.say(
            "make it overcast", contract: try EditContract(only: [.lighting]))
        #expect(edit.contract == (try EditContract(only: [.lighting], box: box)))
    }

    @Test(arguments: ["이 부분은 그대로", "keep this part as it is", "make that area red", "그 부분을 지워줘"])
    func `a part that is only pointed at is asked about`(words: Prompt) async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let wish = Understanding(words, in: await talk.open.session).wish
        guard case .clarify(let asked) = wish else { return #expect(Bool(false), "\(wish)") }
        #expect(asked.question.contains("Which part") && asked.choices.isEmpty)
    }

    @Test func `a message that keeps one thing and changes another is an edit`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let words: Prompt = "고양이는 그대로 두고 밤으로 바꿔줘"
        #expect(Understanding(words, in: await talk.open.session).wish == .edit(words))
    }

    @Test func `what “it” was taken for is said to be inferred`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let session = await talk.open.session
        #expect(Understanding("make it green", in: session).isInferred)
        #expect(!Understanding("make the bicycle green", in: session).isInferred)
    }
}
