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
    /// What was asked back.
    private var question: Understanding.Clarification?
    /// Whether somebody types, who can say no to what was inferred.
    private let hasPerson: Bool
    /// Whether an empty line sends what waits.
    private var waitsForEnter = false
    /// The worst that happened, for the shell.
    private(set) var status = ExitStatus.done
    let output: Terminal

    /// How results are told.
    enum Form {
        case words, json
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
        let isSent = waitsForEnter && line.allSatisfy(\.isWhitespace)
        waitsForEnter = false
        do {
            if isSent { try await send() }
            guard !line.allSatisfy(\.isWhitespace) else { return true }
            guard line.hasPrefix(":") else {
                try await hear(line)
                return true
            }
            return try await obey(ChatOrder(line))
        } catch {
            fail(CommandFailure(error))
            return true
        }
    }

    mutating func fail(_ failure: CommandFailure) {
        Terminal.error.say("\(Terminal.error.red("error:")) \(Terminal.visible(failure.message))")
        status = failure.status
    }

    private mutating func hear(_ line: String) async throws {
        if let question, let number = Int(line.trimmingCharacters(in: .whitespaces)),
            question.choices.indices.contains(number - 1)
        {
            self.question = nil
            return try await hear(message: question.choices[number - 1])
        }
        question = nil
        try await hear(message: Prompt(line))
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
            let start = try understanding.base.map { try session.state(standingAfter: $0) }
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
        case .clarify(let asked):
            question = asked
            output.say(output.yellow(Terminal.visible(asked.question)))
            for (index, choice) in asked.choices.enumerated() {
                output.say("  \(index + 1)  \(Terminal.visible(choice.text))")
            }
            let way = asked.choices.isEmpty ? "Say" : "Answer with a number, or say"
            output.say(output.dim("Nothing was sent. \(way) it in other words."))
            status = .refusedByUs
        }
    }

    /// Shows what will be sent, and sends it unless everything waits for `:send`.
    ///
    /// Words that a rule put in the place of the person's wait for the person's yes, where there is
    /// one to ask; a pipe has said it in advance, and the ledger keeps both.
    mutating func propose(_ turn: TurnDraft, isInferred: Bool = false) async throws {
        let prepared = try await desk.prepare(turn)
        for line in TurnText(output).lines(prepared) { output.say(line) }
        waiting = prepared
        guard !holds else {
            return output.say(output.dim(":send sends it, :drop does not; nothing was sent yet."))
        }
        guard !isInferred || !hasPerson else {
            waitsForEnter = true
            return output.say(
                output.dim("Enter sends it; say it in other words, or :drop it, if that is wrong."))
        }
        try await send()
    }

    /// Sends what waits.
    mutating func send() async throws {
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
        status = result.status
        if result.advisesReset, try desk.settings.resetsItself() {
            try await reset(fromPinned: false)
        }
    }

    /// Forgets what waits.
    mutating func drop() {
        output.say(waiting == nil ? "Nothing waited." : "Dropped; nothing was sent.")
        waiting = nil
    }

    private func show(_ result: TurnResult) async throws {
        guard let picture = result.receipt.pictures.first, result.turn.outcome == .finished,
            let bytes = try await desk.settings.pictureStore.bytes(of: picture.digest)
        else { return }
        pictures.show(bytes, on: output)
    }

    mutating func ask(_ text: String) async throws {
        let judge = try desk.settings.judge(desk.ledger)
        let answer = try await desk.open.ask(text, judge, desk.settings.pictureStore)
        output.say(Terminal.visible(answer.words))
        output.say(output.dim("\(answer.speaker) says so; nothing here is verified."))
        status = .done
    }
}
