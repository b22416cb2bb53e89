import Foundation
import NIOCore

extension PriceList {
    /// What the answer to a question may cost.
    ///
    /// The dearest answer is as long as the question's limit of tokens lets it be. How many tokens a
    /// picture takes is our own guess, because each model cuts pictures up in a way of its own.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - speaker: Whom it is asked.
    ///   - model: The model.
    /// - Returns: The range; nil is unpriced.
    public func estimate(_ question: Question, to speaker: Speaker, _ model: String) -> Cost? {
        if speaker.isFree { return .nothing(speaker, .estimate) }
        guard let price = price(of: model, on: speaker.id) else { return nil }
        let bytes = question.bytes(to: speaker)
        let pictures = question.pictures.count
        let most = bytes + 200 + 10_000 * pictures
        if let bound = price.upToTokens, most > bound { return nil }
        guard let least = price.amount(bytes / 8 + 65 * pictures, .textIn),
            let heaviest = price.amount(most, .textIn),
            let longest = price.amount(question.tokenLimit, .textOut)
        else { return nil }
        let guess = pictures == 0 ? "" : " and 10,000 for a picture, which is our guess,"
        return Cost(
            low: least, high: heaviest + longest, basis: .estimate,
            source: "an answer of up to \(question.tokenLimit) tokens\(guess) at \(price.origin)")
    }

    /// What an answer cost.
    ///
    /// - Parameters:
    ///   - saying: The answer.
    ///   - question: What was asked.
    ///   - speaker: Whom.
    ///   - model: The model that was asked.
    /// - Returns: The cost; nil where the usage or a rate is unknown, which is never the same as free.
    public func settlement(
        of saying: Saying, to question: Question, by speaker: Speaker, _ model: String
    ) -> Cost? {
        if speaker.isFree { return .nothing(speaker, .settled) }
        return price(of: model, on: speaker.id)?.settlement(
            of: saying.usage, takesPictures: !question.pictures.isEmpty)
    }
}

extension Cost {
    /// The cost of an answer that nobody is charged for.
    fileprivate static func nothing(_ speaker: Speaker, _ basis: Basis) -> Cost {
        Cost(
            low: 0, high: 0, basis: basis,
            source: speaker.isEmbedded
                ? "the embedded speaker charges nothing"
                : "\(speaker.id) runs on a machine of yours")
    }
}

extension Question {
    /// The words that are sent, in bytes of UTF-8: a token is at least one of them, and rarely more
    /// than eight.
    fileprivate func bytes(to speaker: Speaker) -> Int {
        var count = (speaker.system(of: self) ?? "").utf8.count
        // Each message stands in a frame of a few tokens.
        count += messages.reduce(0) { $0 + $1.text.utf8.count + 16 }
        switch form {
        case .words: break
        case .json(let schema): count += schema.json.encoded().readableBytes
        case .likelihoods(let statements):
            count += statements.reduce(0) { $0 + $1.utf8.count + 16 }
        }
        return count
    }
}
