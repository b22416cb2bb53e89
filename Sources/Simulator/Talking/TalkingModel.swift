import Candid
import Sketch

/// A language model that the simulator plays; what it says is said by sketch's rules.
struct TalkingModel: Sendable {
    /// Whose API it answers in.
    enum House: Sendable {
        case openAI, anthropic
    }

    let name: String
    let house: House
    /// Tenths of a millionth of a dollar for a token, in whole ones so that sums are exact: in, out.
    let price: (input: Int, output: Int)

    /// The model of a name.
    ///
    /// - Throws: ``WireRefusal`` with `model_not_found`, as for a retired one.
    static func named(_ name: String, of house: House, _ shop: ModelShop) throws -> TalkingModel {
        if let model = all.first(where: { $0.name == name && $0.house == house }) { return model }
        // The shop knows which names are gone, and since when.
        if house == .openAI { _ = try shop.model(name) }
        throw WireRefusal(
            404, "model_not_found", "The model '\(name)' does not exist here, or does not talk.",
            field: "model")
    }

    private static let all =
        [TalkingModel(name: Talker.model, house: .openAI, price: (0, 0))]
        + [
            ("gpt-6-luna", 1, 5), ("gpt-6.1-terra", 10, 50), ("gpt-6.1-sol", 20, 100),
            ("gpt-6-astra", 100, 500),
        ].map { TalkingModel(name: $0.0, house: .openAI, price: ($0.1, $0.2)) }
        + [
            ("claude-haiku-5-5", 10, 50), ("claude-sonnet-5-5", 30, 150),
            ("claude-opus-5-5", 50, 250),
        ].map { TalkingModel(name: $0.0, house: .anthropic, price: ($0.1, $0.2)) }
}

/// Has sketch's talker answer, charges it, and writes down what was really done.
struct TalkingRoom: Sendable {
    let room: Room
    let call: Call

    /// What was said, and what it took.
    struct Said: Sendable {
        let saying: Saying
        let tokens: (input: Int, output: Int)
    }

    private static let talker = Talker(Studio.illustrator)

    /// The answer to a question.
    func said(to asked: TalkRequest, as model: TalkingModel) async -> Said {
        let saying = await Self.talker.answer(asked.question, asked.materials)
        let said = Said(
            saying: saying,
            tokens: (Self.tokens(asked.question), max(1, Talker.tokens(saying.text))))
        await charge(said.tokens, model)
        await room.note(
            call, [.object(["said_by": .text("sketch's rules"), "said": .text(saying.text)])])
        return said
    }

    /// Puts words on the account.
    func charge(_ tokens: (input: Int, output: Int), _ model: TalkingModel) async {
        var bill = Bill(model: model.name, pictures: [])
        (bill.textTokens, bill.outputTokens) = tokens
        let tenths = tokens.input * model.price.input + tokens.output * model.price.output
        bill.microdollars = (tenths + 9) / 10
        bill.isHalf = call.isBatch
        await room.charge(call, bill)
    }

    /// Tokens of all that is said to the talker.
    ///
    /// One for each four bytes, and for pictures two for each block of 32 x 32 pixels. Ours, so that
    /// sums can be checked; no service's.
    static func tokens(_ question: Question) -> Int {
        let words = ([question.system ?? ""] + question.messages.map(\.text)).map(Talker.tokens)
        let pictures = question.pictures.map { picture in
            guard let size = picture.size else { return 0 }
            return 2 * ((size.width + 31) / 32) * ((size.height + 31) / 32)
        }
        return max(1, (words + pictures).reduce(0, +))
    }
}

extension Objection {
    /// The objection in the words of the service that is played.
    var refusal: WireRefusal { WireRefusal(400, code, message, field: field) }
}
