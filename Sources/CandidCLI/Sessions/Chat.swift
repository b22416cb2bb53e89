import Candid
import CandidIO
import Foundation

/// A conversation in a terminal, or through a pipe.
struct Chat {
    let desk: SessionDesk
    let form: Form
    let pictures: InlinePicture
    /// Whether every turn waits for `:send`.
    var holds: Bool
    /// A turn that waits for `:send`.
    private(set) var waiting: PreparedTurn?
    /// A question to the judge that waits for `:send`.
    private var waitingQuestion: String?
    /// What was asked back.
    private var question: Understanding.Clarification?
    /// Whether somebody types, who can say no to what was inferred.
    private let hasPerson: Bool
    /// Whether an empty line sends what waits.
    private var waitsForEnter = false
    /// The worst that happened, for the shell.
    private var worst = ExitStatus.done
    /// What weighs more stands behind.
    private static let weights: [ExitStatus] = [
        .done, .answerIsNo, .partial, .refusedByUs, .badInput, .usage, .refusedByProvider,
        .unreachable, .ledger, .cancelled,
    ]
    let output: Terminal

    /// How results are told.
    enum Form {
        case words, json
    }

    /// What the shell is told: a message that was asked back about and never answered was not sent.
    var status: ExitStatus {
        question == nil ? worst : Self.worse(worst, .refusedByUs)
    }

    init(
        _ desk: SessionDesk, _ form: Form, _ pictures: InlinePicture, holds: Bool, hasPerson: Bool
    ) {
        self.hasPerson = hasPerson
        self.desk = desk
        self.form = form
        self.pictures = pictures
        self.holds = holds
        output = form == .json ? Terminal.error : Terminal.output
    }

    /// Takes one line, and says what is wrong with it without losing anything.
    ///
    /// - Returns: Whether the conversation goes on.
    mutating func take(_ line: String) async -> Bool {
        let isYes = ["", "yes", "y", "ok", "okay", "네", "응", "예"].contains(
            line.trimmingCharacters(in: .whitespaces).lowercased())
        let isSent = waitsForEnter && isYes
        waitsForEnter = false
        let before = await desk.open.session.state
        var goesOn = true
        do {
            if isSent { try await send() }
            guard !isSent, !line.allSatisfy(\.isWhitespace) else { return true }
            if line.hasPrefix(":") {
                goesOn = try await obey(ChatOrder(line))
            } else {
                try await hear(line)
            }
            try await renew(since: before)
        } catch {
            fail(CommandFailure(error))
        }
        return goesOn
    }

    mutating func fail(_ failure: CommandFailure) {
        Terminal.error.say("\(Terminal.error.red("error:")) \(Terminal.visible(failure.message))")
        note(failure.status)
    }

    private mutating func note(_ status: ExitStatus) { worst = Self.worse(worst, status) }

    private static func worse(_ one: ExitStatus, _ other: ExitStatus) -> ExitStatus {
        func weight(_ status: ExitStatus) -> Int { weights.firstIndex(of: status) ?? 0 }
        return weight(other) > weight(one) ? other : one
    }

    /// In a pipe nobody answers later: the message that was asked back about was not sent.
    private mutating func forgetQuestion() {
        if question != nil, !hasPerson { note(.refusedByUs) }
        question = nil
    }

    /// What waits, and what was asked back, was about the session as it stood.
    private mutating func renew(since before: SessionState) async throws {
        let session = await desk.open.session
        if session.state != before { forgetQuestion() }
        if session.state.picture != before.picture, waitingQuestion != nil {
            waitingQuestion = nil
            output.say(output.yellow("The question is dropped: the picture is another one now."))
        }
        guard let waiting, !waiting.turn.isCurrent(in: session) else { return }
        self.waiting = nil
        do {
            guard let turn = try waiting.turn.again(in: session) else {
                return output.say(
                    output.yellow("What waited is dropped: the session stands elsewhere now."))
            }
            output.say("What waits is now:")
            try await offer(turn)
        } catch {
            output.say(output.yellow("What waited is dropped."))
            throw error
        }
        waitsForEnter = hasPerson && !holds && !TypedAhead.isThere
        output.say(
            output.dim("\(waitsForEnter ? "Enter" : ":send") sends it; nothing was sent yet."))
    }

    private mutating func hear(_ line: String) async throws {
        if let answer = question?.answer(line) {
            question = nil
            return try await hear(message: answer)
        }
        guard let number = Int(line.trimmingCharacters(in: .whitespaces)) else {
            forgetQuestion()
            return try await hear(message: Prompt(line))
        }
        // A number by itself is an answer and nothing else, also where the question is gone.
        let count = question?.choices.count ?? 0
        throw CommandFailure(
            .badInput,
            count == 0
                ? "nothing was asked that a number answers. Say it in words."
                : count == 1
                    ? "there is one answer, and \(number) is not it."
                    : "there are \(count) answers, and \(number) is none of them.")
    }

    private mutating func hear(message: Prompt) async throws {
        let session = await desk.open.session
        let understanding = Understanding(message, in: session)
        for note in understanding.notes { output.say(output.dim(Terminal.visible(note))) }
        try await follow(understanding, message)
    }

    /// Does what was understood.
    mutating func follow(_ understanding: Understanding, _ message: Prompt?) async throws {
        switch understanding.wish {
        case .new, .edit, .draw:
            let session = await desk.open.session
            let start = try understanding.base.map { try session.state(goingBackTo: $0) }
            let isDraw = understanding.wish == .draw
            try await propose(
                TurnDraft(
                    understanding.wish, said: isDraw ? nil : message,
                    contract: understanding.contract, in: session, from: start),
                isInferred: understanding.isInferred)
        case .ask(let text): try await ask(text)
        case .undo: try await undo()
        case .goBack:
            guard let turn = understanding.base else { return }
            try await desk.open.goBack(to: turn)
            await sayWhere()
        case .keep(let facets): try await keep(facets)
        case .unkeep(let facets): try await unkeep(facets)
        case .only(let facets): try await only(facets)
        case .reset: try await reset(fromPinned: false)
        case .remark: output.say(output.dim("That asks for no change; nothing was sent."))
        case .clarify(let asked):
            question = asked
            output.say(output.yellow(Terminal.visible(asked.question)))
            for (index, choice) in asked.choices.enumerated() {
                output.say("  \(index + 1)  \(Terminal.visible(choice.text))")
            }
            let way = asked.choices.isEmpty ? "Say" : "Answer with a number, or say"
            output.say(output.dim("Nothing was sent. \(way) it in other words."))
        }
    }

    /// Shows what will be sent, and sends it unless everything waits for `:send`.
    ///
    /// Words that a rule put in the place of the person's wait for the person's yes, where there is
    /// one to ask; a pipe has said it in advance, and the ledger keeps both.
    mutating func propose(_ turn: TurnDraft, isInferred: Bool = false) async throws {
        try await offer(turn)
        guard !holds else {
            return output.say(output.dim(":send sends it, :drop does not; nothing was sent yet."))
        }
        guard !isInferred || !hasPerson else {
            // An Enter that was typed before this could be read says yes to nothing.
            waitsForEnter = !TypedAhead.isThere
            let way = waitsForEnter ? "Enter" : ":send"
            return output.say(
                output.dim("\(way) sends it; say it in other words, or :drop it, if that is wrong.")
            )
        }
        try await send()
    }

    /// Shows a turn, which waits then.
    private mutating func offer(_ turn: TurnDraft) async throws {
        let prepared = try await desk.prepare(turn)
        for line in TurnText(output).lines(prepared) { output.say(line) }
        (waiting, waitingQuestion) = (prepared, nil)
    }

    /// Sends what waits.
    mutating func send() async throws {
        if let text = waitingQuestion {
            waitingQuestion = nil
            return try await put(text)
        }
        guard let prepared = waiting else {
            throw CommandFailure(.badInput, ":send: nothing waits to be sent. Say what you want.")
        }
        waiting = nil
        let result = try await desk.carryOut(prepared)
        if form == .json {
            Console.printJSONLine(TurnDocument(result))
            TurnText(output).unfinished(result).forEach(output.say)
        } else {
            for line in TurnText(output).lines(result) { output.say(line) }
            try await show(result)
        }
        note(result.status)
        if result.advisesReset, try desk.settings.resetsItself() {
            try await reset(fromPinned: false)
        }
    }

    /// Forgets what waits.
    mutating func drop() {
        let isNothing = waiting == nil && waitingQuestion == nil
        output.say(isNothing ? "Nothing waited." : "Dropped; nothing was sent.")
        (waiting, waitingQuestion) = (nil, nil)
    }

    private func show(_ result: TurnResult) async throws {
        guard let picture = result.receipt.pictures.first, result.turn.outcome == .finished,
            let bytes = try await desk.settings.pictureStore.bytes(of: picture.digest)
        else { return }
        pictures.show(bytes, on: output)
    }

    /// Asks the judge, who may cost something, unless everything waits for `:send`.
    mutating func ask(_ text: String) async throws {
        let judge = try desk.settings.judge(desk.ledger)
        output.say(
            TurnText(output).row(
                "asks", "\(Terminal.visible(judge.speaker.id)): \(Terminal.visible(text))"))
        guard holds else { return try await put(text) }
        waitingQuestion = text
        output.say(output.dim(":send asks it, :drop does not; nothing was sent yet."))
    }

    private mutating func put(_ text: String) async throws {
        let judge = try desk.settings.judge(desk.ledger)
        let answer = try await desk.open.ask(text, judge, desk.settings.pictureStore)
        output.say(Terminal.visible(answer.words))
        output.say(output.dim("\(answer.speaker) says so; nothing here is verified."))
    }
}
