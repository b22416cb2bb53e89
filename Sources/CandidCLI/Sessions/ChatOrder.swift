import Candid
import CandidIO
import Foundation
import Pixels

/// A line that begins with a colon: an order to the chat, and never a message.
struct ChatOrder {
    /// One order, for the help.
    struct Row {
        let name: String
        let argument: String
        let summary: String
    }

    let name: String
    let argument: String

    init(_ line: String) {
        let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
        name = parts.first.map(String.init) ?? ""
        argument = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }

    static let rows = [
        Row(name: "sent", argument: "", summary: "the exact text last sent, and its digest"),
        Row(name: "send", argument: "", summary: "send what waits"),
        Row(name: "drop", argument: "", summary: "forget what waits"),
        Row(name: "hold", argument: "on|off", summary: "show every turn and wait for :send"),
        Row(name: "new", argument: "WORDS", summary: "a new picture, however the words read"),
        Row(name: "edit", argument: "WORDS", summary: "a change, however the words read"),
        Row(name: "draw", argument: "", summary: "draw the brief with its edits anew"),
        Row(name: "from", argument: "N [WORDS]", summary: "go to turn N's picture, and change it"),
        Row(name: "undo", argument: "", summary: "take the last step back"),
        Row(name: "fork", argument: "NAME", summary: "name the branch that begins here"),
        Row(name: "pin", argument: "[N]", summary: "measure drift against turn N's picture"),
        Row(name: "name", argument: "NAME", summary: "give the session a name"),
        Row(
            name: "reset", argument: "[pinned]",
            summary: "start afresh from the brief with its edits (or from the pinned picture)"),
        Row(name: "keep", argument: "WORDS", summary: "what every edit must leave as it is"),
        Row(name: "unkeep", argument: "WORDS", summary: "what need not stay any more; all"),
        Row(
            name: "only", argument: "WORDS|none", summary: "all that the next edit may change"),
        Row(
            name: "mask", argument: "FILE|none", summary: "where alone the next edit may change it"),
        Row(name: "box", argument: "X,Y,W,H", summary: "the same, as a rectangle in pixels"),
        Row(name: "card", argument: "WORDS|none", summary: "style words that code appends, always"),
        Row(name: "wire", argument: "FORM", summary: "direct, remembered or stateless"),
        Row(name: "ask", argument: "WORDS", summary: "ask the judge about the picture"),
        Row(name: "brief", argument: "", summary: "the brief, its edits, and both in one prompt"),
        Row(name: "tree", argument: "", summary: "every turn and its picture"),
        Row(name: "show", argument: "", summary: "the current picture"),
        Row(name: "quit", argument: "", summary: "leave; the session stays"),
    ]

    static func help(_ terminal: Terminal) -> [String] {
        let width = rows.map { $0.name.count + $0.argument.count + 2 }.max() ?? 0
        return rows.map { row in
            let name = ":\(row.name) \(row.argument)".padding(
                toLength: width + 2, withPad: " ", startingAt: 0)
            return "  \(terminal.bold(name))\(row.summary)"
        } + [
            "Anything else is a message. A line that ends in \\ goes on in the next; \"\"\" opens and "
                + "closes a longer one."
        ]
    }
}

extension Chat {
    /// Does what an order says.
    ///
    /// - Returns: Whether the conversation goes on.
    mutating func obey(_ order: ChatOrder) async throws -> Bool {
        let words = order.argument
        switch order.name {
        case "help", "?": ChatOrder.help(output).forEach(output.say)
        case "quit", "exit", "q": return false
        case "sent": try await sent()
        case "send": try await send()
        case "drop": drop()
        case "hold": try hold(words)
        case "new": try await compose(.new(try needed(Prompt(words), order)), Prompt(words))
        case "edit": try await change(try needed(Prompt(words), order), from: nil)
        case "draw": try await compose(.draw, nil)
        case "from": try await goBack(words)
        case "undo": try await undo()
        case "fork": try await fork(words)
        case "pin": try await pin(words)
        case "name": try await name(words)
        case "reset": try await reset(fromPinned: words == "pinned")
        case "keep": try await keep(try facets(words, "keep"))
        case "unkeep":
            try await unkeep(
                words == "all" ? await desk.open.session.state.keep : try facets(words, "unkeep"))
        case "only": try await only(words == "none" ? [] : try facets(words, "only"))
        case "mask": try await mask(words)
        case "box": try await box(words)
        case "card": try await card(words)
        case "wire": try await wire(words)
        case "ask": try await ask(try needed(Prompt(words), order).text)
        case "brief": await brief()
        case "tree": SessionTree(await desk.open.session, output).lines.forEach(output.say)
        case "show": try await showPicture()
        default:
            throw CommandFailure(
                .badInput, "there is no order :\(order.name). :help lists those that there are.")
        }
        return true
    }

    private func needed(_ words: Prompt, _ order: ChatOrder) throws -> Prompt {
        guard words.text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(.badInput, ":\(order.name) takes words.")
        }
        return words
    }

    private mutating func compose(_ wish: Understanding.Wish, _ said: Prompt?) async throws {
        let session = await desk.open.session
        try await propose(TurnDraft(wish, said: said, in: session))
    }

    /// Changes a picture in the words given, as a message does: “it” is said, or asked about.
    private mutating func change(_ said: Prompt, from turn: Int?) async throws {
        let session = await desk.open.session
        let understanding = try Understanding(edit: said, from: turn, in: session)
        for note in understanding.notes { output.say(output.dim(Terminal.visible(note))) }
        try await follow(understanding, said)
    }

    private func facets(_ words: String, _ field: String) throws -> [Facet] {
        let facets = Facet.said(in: words)
        guard !facets.isEmpty else {
            throw CommandFailure(
                .badInput,
                ":\(field) takes words such as \(Facet.vocabulary.joined(separator: ", ")).")
        }
        return facets
    }

    /// Says where the session stands.
    func sayWhere() async {
        let state = await desk.open.session.state
        let none = state.isFresh ? "after a reset, with no picture yet" : "before its first turn"
        let place = state.turn.map { "at turn \($0)" } ?? none
        output.say(
            "The session stands \(place)\(state.branch.map { ", on “\($0)”" } ?? "").")
    }

    private func sent() async throws {
        guard let turn = await desk.open.session.turns.last else {
            throw CommandFailure(.badInput, "nothing was sent yet.")
        }
        let entries = try await desk.ledger.entries(of: turn.run)
        guard let sending = Receipt(entries)?.sent else {
            throw CommandFailure(.badInput, "turn \(turn.number) was never sent.")
        }
        output.say(Terminal.visible(sending.prompt.text))
        output.say(
            output.dim(
                "turn \(turn.number), \(sending.prompt.length) characters, sha256 "
                    + "\(sending.prompt.digest), in a body of \(sending.bytes) bytes to "
                    + "\(sending.url)"))
    }

    private mutating func hold(_ words: String) throws {
        switch words {
        case "on", "": holds = true
        case "off": holds = false
        default: throw CommandFailure(.badInput, ":hold takes on or off.")
        }
        output.say(holds ? "Every turn waits for :send." : "Turns are sent as they are shown.")
    }

    private mutating func goBack(_ words: String) async throws {
        let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
        guard let number = parts.first.flatMap({ Int($0) }) else {
            throw CommandFailure(.badInput, ":from takes the number of a turn, such as :from 3.")
        }
        guard parts.count > 1 else {
            try await desk.open.goBack(to: number)
            return await sayWhere()
        }
        try await change(Prompt(parts[1]), from: number)
    }

    mutating func undo() async throws {
        try await desk.open.undo()
        await sayWhere()
    }

    private func fork(_ name: String) async throws {
        guard !name.isEmpty else { throw CommandFailure(.badInput, ":fork takes a name.") }
        try await desk.open.fork(name)
        await sayWhere()
    }

    private func pin(_ words: String) async throws {
        guard words.isEmpty || Int(words) != nil else {
            throw CommandFailure(.badInput, ":pin takes the number of a turn that has a picture.")
        }
        let number = try await desk.open.pin(Int(words))
        output.say("Drift is measured against the picture of turn \(number).")
    }

    private func name(_ words: String) async throws {
        try await desk.ledger.rename(desk.open, to: words)
        output.say("The session is called “\(words)”.")
    }

    mutating func reset(fromPinned: Bool) async throws {
        let merge = try await desk.open.reset(fromPinned: fromPinned)
        let style: DiffStyle = output.hasColour ? .ansi : .markers
        output.say(
            fromPinned
                ? "A fresh conversation from the pinned picture; the next edit says all that it doesn't show."
                : "A fresh conversation. The brief with its edits:")
        output.say(
            Terminal.visible(merge.diff.isEmpty ? merge.merged.text : "")
                + (merge.diff.isEmpty ? "" : merge.diff.rendered(style)))
        for note in merge.notes { output.say(output.yellow(Terminal.visible(note))) }
        output.say(
            output.dim(
                "The next turn carries 0 messages, \(fromPinned ? "1 picture" : "0 pictures"). :undo "
                    + "brings the old conversation back."))
    }

    func keep(_ facets: [Facet]) async throws {
        var arrangement = SessionArrangement()
        arrangement.keep = facets
        try await desk.open.arrange(arrangement)
        await sayKept()
    }

    func unkeep(_ facets: [Facet]) async throws {
        var arrangement = SessionArrangement()
        arrangement.unkeep = facets
        try await desk.open.arrange(arrangement)
        await sayKept()
    }

    private func sayKept() async {
        let keep = await desk.open.session.state.keep
        let list = keep.map(\.description).joined(separator: ", ")
        output.say(
            keep.isEmpty ? "Nothing is kept." : "Every edit keeps: \(Terminal.visible(list)).")
    }

    func only(_ facets: [Facet]) async throws {
        var arrangement = SessionArrangement()
        arrangement.only = facets
        try await desk.open.arrange(arrangement)
        let list = facets.map(\.description).joined(separator: ", ")
        output.say(
            facets.isEmpty
                ? "The next edit may change anything that is not kept."
                : "The next edit may change only: \(Terminal.visible(list)).")
    }

    private func mask(_ words: String) async throws {
        guard words != "none" else {
            try await desk.open.mark(nil)
            return output.say("The next edit may change the whole picture.")
        }
        guard !words.isEmpty else {
            let mask = await desk.open.session.state.mask
            return output.say(
                mask.map { "The next edit is bound to a mask, sha256 \($0.digest)." }
                    ?? "No mask: the next edit may change the whole picture.")
        }
        let mask = try await desk.mask(at: words)
        try await desk.mark(mask)
        sayRegion(mask)
    }

    private func box(_ words: String) async throws {
        guard let box = PictureBox(words) else {
            throw CommandFailure(
                .badInput, ":box takes x,y,w,h in pixels, such as :box 20,20,64,64.")
        }
        let mask = try EditMask(box, in: try await desk.sizeOfPicture(":box"))
        try await desk.mark(mask, box)
        sayRegion(mask)
    }

    private func sayRegion(_ mask: EditMask) {
        let share = Double(mask.region.bits.count { $0 == 1 }) / Double(mask.region.bits.count)
        let words = share < 0.01 ? "less than 1 %" : "\(Int((share * 100).rounded())) %"
        output.say(
            "The next edit may change \(words) of the picture and nothing else. :mask none takes it "
                + "back.")
        let settings = desk.settings
        guard let engine = try? settings.engine(),
            let model = try? engine.model(named: settings.values.model ?? engine.defaultModel),
            model.mask != .obeyed
        else { return }
        output.say(
            output.dim("\(model.name) takes a mask as a hint; what leaks is checked afterwards."))
    }

    private func card(_ words: String) async throws {
        guard !words.isEmpty else {
            let card = await desk.open.session.state.card
            return output.say(
                card.map { "\(Terminal.visible($0.text.text))\nsha256 \($0.digest)" }
                    ?? "There is no style card.")
        }
        let card = words == "none" ? nil : try StyleCard(Prompt(words))
        var arrangement = SessionArrangement()
        arrangement.card = card.map { .says($0) } ?? .removed
        try await desk.open.arrange(arrangement)
        output.say(
            card.map { "Appended to whatever is sent, sha256 \($0.digest.description)." }
                ?? "No style card any more.")
    }

    private func wire(_ words: String) async throws {
        guard let form = WireForm(rawValue: words) else {
            throw CommandFailure(
                .badInput,
                ":wire takes \(WireForm.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let engine = try desk.settings.engine()
        guard form == .direct || engine.dialect == .openAIResponses else {
            throw CommandFailure(
                .badInput,
                "the engine \(engine.id) keeps no conversation, so it can't be “\(form.rawValue)”. "
                    + "Use --engine openai-responses.")
        }
        try await desk.open.send(as: form)
        output.say("Turns are sent \(form.rawValue).")
    }

    private func brief() async {
        let state = await desk.open.session.state
        guard let brief = state.brief else { return output.say("There is no brief yet.") }
        let text = TurnText(output)
        output.say(text.row("brief", Terminal.visible(brief.text)))
        for edit in state.edits {
            output.say(text.row("turn \(edit.turn)", Terminal.visible(edit.words.text)))
        }
        let merge = BriefMerge(brief, state.edits)
        guard !merge.diff.isEmpty else { return }
        output.say(text.row("in one", merge.diff.rendered(output.hasColour ? .ansi : .markers)))
        for note in merge.notes { output.say(text.row("", Terminal.visible(note))) }
    }

    private func showPicture() async throws {
        let store = desk.settings.pictureStore
        guard let picture = await desk.open.session.state.picture else {
            throw CommandFailure(.badInput, "there is no picture yet.")
        }
        guard let bytes = try await store.bytes(of: picture.file.digest) else {
            throw CommandFailure(
                .badInput, "the picture \(picture.file.digest) is no longer in the store.")
        }
        guard Digest(of: bytes) == picture.file.digest else {
            throw CommandFailure(
                .badInput, "the picture \(picture.file.digest) was altered in the store.")
        }
        output.say(store.path(of: picture.file.digest, picture.file.format).path)
        pictures.show(bytes, on: output)
    }
}

extension Settings {
    /// Whether high drift brings a reset without being asked.
    func resetsItself() throws -> Bool {
        switch values.session.reset {
        case nil, "ask": false
        case "auto": true
        case let other?:
            throw CommandFailure(
                .badInput,
                "session.reset is “\(other)”. It must be ask or auto (\(origin("session.reset"))).")
        }
    }
}
