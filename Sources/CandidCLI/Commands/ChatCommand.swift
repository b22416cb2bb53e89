public import ArgumentParser
public import Candid
import CandidIO
import Foundation

/// `candid chat`: a conversation about a picture, without the drift.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk about a picture, turn by turn, without drift.",
        discussion: """
            Each turn is composed from the brief, the pinned picture and the edits in force, never \
            from a growing transcript; what is sent and carried is shown first. After each turn a \
            meter tells how far words and pixels have drifted. Lines from a pipe work as well. \
            :help lists the orders.

            Examples:
              candid chat
              candid chat poster --card "flat colours, thick outlines"
              printf 'a red bicycle\\nmake it green\\n' | candid chat poster
            """)

    @Argument(help: "The session's name; one that is there goes on.")
    var session: String?

    @Flag(help: "Show every turn and wait for :send.")
    var hold = false

    @Flag(inversion: .prefixedNo, help: "Check what came of each edit.")
    var verify = true

    @Option(
        help: ArgumentHelp("Style words that code appends to whatever is sent.", valueName: "words")
    )
    var card: String?

    @Option(help: ArgumentHelp("direct, remembered or stateless.", valueName: "form"))
    var wire: WireForm?

    @Option(
        help: ArgumentHelp("How pictures are shown: kitty, iterm, sixel or none.", valueName: "way")
    )
    var show: InlinePicture.Way?

    @Option(help: ArgumentHelp("Who answers questions about the picture.", valueName: "judge"))
    var judge: String?

    @OptionGroup(title: "The picture") var picture: PictureOptions
    @OptionGroup(title: "The result") var result: ResultOptions
    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        var flags = picture.flags.merging(result.flags).merging(try money.flags())
        flags.judge = judge
        let settings = try common.settings(flags)
        try checkPicture()
        _ = try settings.engine()
        let desk = try await SessionDesk(
            session, settings,
            SessionManner(
                picture: picture, says: !result.quiet && !common.json, verifies: verify,
                overwrites: result.force),
            start: try await start(settings))
        let now = await desk.open.session
        try checkBeginning(of: now, isKnown: desk.isKnown)
        let typed = TypedLines(now.id, in: desk.ledger.folder)
        let earlier = typed.all
        let editor = LineEditor(
            history: earlier.isEmpty ? now.turns.compactMap { $0.said?.text } : earlier)
        var chat = Chat(
            desk, common.json ? .json : .words,
            InlinePicture(
                common.json ? InlinePicture.Way.none : show, ProcessInfo.processInfo.environment,
                isSeen: Terminal.output.isInteractive), holds: hold, hasPerson: editor.hasPerson)
        for order in orders(now) {
            _ = await chat.take(order)
            // What a flag asks for and can't have must not be left out of what is sent.
            guard chat.status == .done else { throw chat.status.code }
        }
        greet(now, chat.output)
        try await talk(editor, &chat, now, typed)
        guard editor.hasPerson || chat.status == .done else { throw chat.status.code }
    }

    private func talk(
        _ editor: LineEditor, _ chat: inout Chat, _ session: Session, _ typed: TypedLines
    ) async throws {
        while true {
            switch editor.message("\(session.name)> ") {
            case .end: return
            case .unfinished:
                throw CommandFailure(
                    .badInput,
                    "the input ends inside of a message, which was not sent: close it with \"\"\", or "
                        + "end its last line without a backslash.")
            case .said(let line):
                if editor.hasPerson, !line.allSatisfy(\.isWhitespace) { typed.add(line) }
                guard await chat.take(line) else { return }
                // Nobody is there to say how to go on.
                if !editor.hasPerson, chat.status == .cancelled { return }
            }
        }
    }

    private func checkPicture() throws {
        guard (picture.count ?? 1) == 1 else {
            throw CommandFailure(.usage, "-n: a conversation is about one picture at a time.")
        }
        guard picture.images.count < 2 else {
            throw CommandFailure(.usage, "--image: a conversation begins with one picture.")
        }
        guard card != "" else {
            throw CommandFailure(.usage, "--card takes style words, or none.")
        }
        guard picture.markup == nil else {
            throw CommandFailure(.usage, "--markup: a turn takes a mask, and no markup.")
        }
    }

    private func checkBeginning(of session: Session, isKnown: Bool) throws {
        guard isKnown, !picture.images.isEmpty else { return }
        throw CommandFailure(
            .usage,
            "--image: “\(session.name)” has begun already, and takes a picture only when it begins. "
                + "Give another name.")
    }

    /// What the flags change in a session that is there already.
    private func orders(_ session: Session) -> [String] {
        var orders: [String] = []
        if let card, session.state.card?.text != Prompt(card) { orders.append(":card \(card)") }
        if let wire, session.state.form != wire { orders.append(":wire \(wire.rawValue)") }
        if let mask = picture.mask { orders.append(":mask \(mask)") }
        return orders
    }

    /// A picture that the conversation begins with.
    private func start(_ settings: Settings) async throws -> SessionState {
        var state = SessionState()
        var options = picture
        options.mask = nil
        let pictures = try GivenPictures(options)
        guard let base = pictures.inputs.first else { return state }
        try await pictures.keep(in: settings.pictureStore)
        state.picture = SessionPicture(turn: nil, base)
        state.pinned = state.picture
        return state
    }

    private func greet(_ session: Session, _ output: Terminal) {
        guard !result.quiet else { return }
        let turns = session.turns.count
        output.say(
            "\(output.bold(session.name))  \(turns == 0 ? "a new session" : "\(turns) turns so far")"
                + output.dim("  :help lists the orders"))
        for note in session.notes.suffix(1) where note.note.turn?.outcome == .lost {
            output.say(
                output.yellow(
                    "Turn \(note.note.turn?.number ?? 0) was cut off (\(note.note.words ?? "lost")); "
                        + "the session stands as before it."))
        }
    }
}

extension WireForm: ExpressibleByArgument {}
extension InlinePicture.Way: ExpressibleByArgument {}
