public import Candid
import NIOCore

/// Talks by rules, without a language model, and says so.
///
/// It expands a prompt the way chat products do, designs variants of one, says a negation in positive
/// words, describes a picture and answers questions about one. It never looks at a picture: it knows
/// those that sketch drew, from the record in the file, and only as long as every pixel is as sketch
/// drew it. It says what it can't do, and never guesses.
public struct Talker: Sendable {
    /// The model's name in a request.
    public static let model = "sketch-1"
    /// The model's name in an answer, which says what it is.
    public static let label = "sketch-1 (rule-based)"

    private let illustrator: Illustrator
    private let witnesses: Witnesses

    /// Creates a talker that knows an illustrator's pictures.
    public init(_ illustrator: Illustrator = Illustrator()) {
        self.illustrator = illustrator
        witnesses = Witnesses(illustrator)
    }

    /// Answers a question; what can't be answered by rules is declined, with the reason.
    public func answer(_ question: Question, _ materials: Materials) async -> Saying {
        var form: AnswerForm?
        if case .json(let schema) = question.form { form = AnswerForm(schema) }
        guard let task = TalkTask(question, form) else {
            return Self.declined("the schema is of none of the answers that rules can give")
        }
        do {
            let answer = try await answer(task, question, materials, form)
            guard let form else { return Self.cut(answer.words, question) }
            let json = try form.filled(with: answer.fields)
            return Self.cut(String(buffer: json.encoded()), question)
        } catch let problem as AnswerForm.Unfillable {
            return Self.declined(problem.reason)
        } catch let silence as Silence {
            return Self.declined(silence.reason)
        } catch {
            return Self.declined("\(error)")
        }
    }

    /// Tokens of a text as the talker counts them: one for each four bytes.
    public static func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }

    /// Why nothing is said.
    struct Silence: Error {
        let reason: String
    }

    /// An answer as words and as fields.
    struct Spoken {
        var words: String
        var fields: [String: JSONValue]
    }

    private func answer(
        _ task: TalkTask, _ question: Question, _ materials: Materials, _ form: AnswerForm?
    ) async throws -> Spoken {
        let subject = TalkTask.subject(of: question)
        switch task {
        case .plan(let count):
            return try Variants(of: Brief(subject), illustrator: illustrator).spoken(count)
        case .expand:
            return try Elaboration(of: Brief(subject), told: question.system ?? "").spoken
        case .rephrase: return Rephrasing(of: Brief(subject)).spoken
        case .describe:
            guard let testimony = try await testimony(question, materials) else {
                throw Silence(reason: Self.unknown)
            }
            return SceneDescription(testimony, illustrator.library).spoken
        case .look:
            let witness = SceneWitness(
                try await testimony(question, materials), PhraseReader(illustrator))
            return try Self.spoken(witness.look(subject), form)
        case .name: return Spoken(words: Self.unknown, fields: ["words": .null])
        case .introduce: return Self.introduction
        }
    }

    /// What the record of the last picture says.
    private func testimony(
        _ question: Question, _ materials: Materials
    ) async throws -> Testimony? {
        guard let picture = question.pictures.last else { return nil }
        return await witnesses.testimony(of: try materials.bytes(of: picture))
    }

    private static func spoken(_ look: Sighting, _ form: AnswerForm?) throws -> Spoken {
        let words = [Sighting.Answer.yes: "Yes", .no: "No", .cannotTell: "I can't tell"]
        let sentence = "\(words[look.answer] ?? ""): \(look.reason)."
        guard let form, !form.fields.isEmpty else {
            return Spoken(
                words: sentence,
                fields: ["reason": .text(look.reason), "answer": .text(look.answer.rawValue)])
        }
        // A form that knows only yes and no is not told a guess.
        guard let word = form.answers?[look.answer] else { throw Silence(reason: look.reason) }
        return Spoken(words: sentence, fields: ["reason": .text(look.reason), "answer": word])
    }

    private static func declined(_ reason: String) -> Saying {
        Saying("sketch talks by rules, without a language model: \(reason).", ending: .declined)
    }

    /// The words up to the limit of tokens.
    private static func cut(_ words: String, _ question: Question) -> Saying {
        guard tokens(words) > question.tokenLimit else { return Saying(words) }
        var (kept, bytes) = ("", 0)
        for character in words {
            bytes += character.utf8.count
            guard bytes <= question.tokenLimit * 4 else { break }
            kept.append(character)
        }
        return Saying(kept, ending: .cutOff)
    }

    private static let unknown =
        "it does not look at pictures; it knows those that sketch drew, as PNG files, as long as no "
        + "pixel was changed, and this is none of them"

    private static let introduction = Spoken(
        words:
            "I am sketch's talker: a set of rules and no language model. I can expand a prompt, "
            + "design variants of one, say a negation in positive words, and tell what a picture "
            + "shows that sketch drew itself.",
        fields: [:])
}
