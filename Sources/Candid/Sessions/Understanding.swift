/// What a message means to a session.
///
/// It is read by rules, in English and Korean, and shown before anything is sent. Where a message
/// may mean two things, it asks and never chooses.
public struct Understanding: Hashable, Sendable {
    /// What is wanted.
    public enum Wish: Hashable, Sendable {
        /// A picture of this brief.
        case new(Prompt)
        /// A change to a picture.
        case edit(Prompt)
        /// The brief and its edits, drawn anew.
        case draw
        /// An answer about the current picture.
        case ask(String)
        /// The state before the last step.
        case undo
        /// The picture of an earlier turn.
        case goBack
        /// That things stay.
        case keep([Facet])
        /// That things need not stay any more.
        case unkeep([Facet])
        /// That the next edit changes nothing else; empty is that it may change anything again.
        case only([Facet])
        /// A fresh conversation.
        case reset
        /// Nothing: it is said of the picture, or to be polite.
        case remark
        /// An answer from the person first.
        case clarify(Clarification)
    }

    /// A question back, with the answers that there are.
    public struct Clarification: Hashable, Sendable {
        /// The question.
        public var question: String
        /// What each answer would have said in the first place.
        public var choices: [Prompt]
        /// What each is called, where they differ in a thing; empty where they don't.
        public var names: [String] = []
    }

    /// What is wanted.
    public private(set) var wish: Wish
    /// The turn whose picture is meant, where the message names one.
    public private(set) var base: Int?
    /// What the message says must not change, or alone may.
    public private(set) var contract: EditContract?
    /// Whether words are sent that the person did not say: what “it” was taken for, or those of a
    /// contract that was read out of the message.
    public private(set) var isInferred = false
    /// How it was read, in words, for the person to correct.
    public private(set) var notes: [String] = []

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - message: The person's words.
    ///   - session: What was said before.
    public init(_ message: Prompt, in session: Session) {
        self.init(message, in: session, from: session.state)
    }

    /// Reads words that are a change, however they would be read as a message.
    ///
    /// What “it” stands for is said or asked about as in any message.
    ///
    /// - Parameters:
    ///   - words: The person's words.
    ///   - turn: The turn whose picture is changed; nil is the current one.
    ///   - session: What was said before.
    /// - Throws: ``Refusal`` where there is no such turn, or no picture to change.
    public init(edit words: Prompt, from turn: Int? = nil, in session: Session) throws(Refusal) {
        var state = session.state
        if let turn { state = try session.state(goingBackTo: turn) }
        guard state.picture != nil || state.brief != nil else { throw .noPicture(in: session) }
        self.init(edit: words, from: turn, in: state)
    }

    init(edit words: Prompt, from turn: Int? = nil, in state: SessionState) {
        wish = .edit(words)
        base = turn
        readEdit(words, state)
    }

    init(_ message: Prompt, in session: Session, from state: SessionState) {
        let phrase = MessageWords(message.text)
        wish = .edit(message)
        if let wish = phrase.command {
            self.wish = wish
            return
        }
        if let back = phrase.back {
            base = back.turn
            guard let rest = back.rest else {
                wish = .goBack
                return
            }
            readEdit(Prompt(rest), (try? session.state(goingBackTo: back.turn)) ?? state)
            return
        }
        guard state.brief != nil || state.picture != nil else {
            readFirst(message, phrase, drawn: session.turns.last { $0.picture != nil }?.number)
            return
        }
        if phrase.isRemark {
            wish = .remark
            return
        }
        if let ellipsis = Ellipsis(message, in: session, from: state) {
            wish = .clarify(ellipsis.clarification)
            return
        }
        if let brief = phrase.newBrief {
            wish = .new(Prompt(brief))
            notes.append("read as a new picture; the session goes on from it")
            return
        }
        readArrangement(message, phrase, state)
    }

    /// A message where no picture is current: the brief, unless it speaks of a picture.
    private mutating func readFirst(_ message: Prompt, _ phrase: MessageWords, drawn: Int?) {
        wish = .new(Prompt(phrase.saidBrief ?? message.text))
        let anaphora = Anaphora(in: message, things: [])
        guard phrase.saidBrief == nil, phrase.isChange, drawn != nil || anaphora.answer != .clear
        else {
            notes.append("read as a new picture")
            return
        }
        var question = "There is no picture here yet that “\(message.text)” could change."
        var choices = [Prompt("new picture: \(message.text)")]
        if let drawn {
            question =
                "No picture is current that “\(message.text)” could change: the session stands before "
                + "its first turn. A change to turn \(drawn), or a new picture?"
            choices.insert(Prompt("from \(drawn), \(message.text)"), at: 0)
        }
        wish = .clarify(Clarification(question: question, choices: choices))
    }

    private mutating func readArrangement(
        _ message: Prompt, _ phrase: MessageWords, _ state: SessionState
    ) {
        if let part = phrase.part, state.mask == nil || phrase.kept(among: state.things) != nil {
            wish = .clarify(
                Clarification(
                    question:
                        "Which part is “\(part)”? Name it, such as “the wall”, or mark what may "
                        + "change: :box x,y,w,h or :mask FILE.", choices: []))
        } else if phrase.isQuestion {
            wish = .ask(message.text)
            notes.append("read as a question about the picture; nothing is drawn")
        } else if phrase.isRelease {
            wish = state.contract?.only.isEmpty == false ? .only([]) : .unkeep(state.keep)
        } else if let facets = phrase.released(among: state.keep, things: state.things) {
            wish = .unkeep(facets)
        } else if let facets = phrase.kept(among: state.things) {
            readKeeping(message, facets, state)
        } else if let facets = phrase.only, phrase.isOnlyContract {
            wish = .only(facets)
        } else if phrase.isScene, state.picture != nil {
            wish = .clarify(
                Clarification(
                    question: "“\(message.text)”: a new picture, or put into this one?",
                    choices: [
                        Prompt("new picture: \(phrase.bare)"), Prompt("add \(phrase.bare)"),
                    ]))
        } else {
            readEdit(message, state)
        }
    }

    /// “keep it” keeps what “it” stands for, and nothing of that name.
    private mutating func readKeeping(_ message: Prompt, _ facets: [Facet], _ state: SessionState) {
        wish = .keep(facets)
        guard facets.contains(where: \.standsForAnother), let words = resolved(message, state)
        else { return }
        let kept = MessageWords(words.text).kept(among: state.things) ?? facets
        wish = .keep(kept)
        guard kept.contains(where: \.standsForAnother) else { return }
        wish = .clarify(
            Clarification(
                question: "“\(message.text)”: all of it? What must stay has a name, such as “the "
                    + "door”; “everything else” is all that an edit doesn't speak of.",
                choices: ["keep everything else"]))
    }

    private mutating func readEdit(_ message: Prompt, _ state: SessionState) {
        wish = .edit(message)
        guard let words = resolved(message, state) else { return }
        wish = .edit(words)
        let only = MessageWords(message.text).only ?? []
        var kept: [Facet] = []
        for facet in EditClause.clauses(of: words).flatMap({ $0.keeps(among: state.things) })
        where !kept.contains(facet) {
            kept.append(facet)
        }
        guard state.picture != nil else { return noteDrawnAnew(only + kept) }
        let objection =
            Objection(only: only, keep: kept, to: words)
            ?? Objection(kept: state.kept(beside: only), to: words, from: base)
            ?? Objection(outside: only, in: state, to: words)
        if let objection {
            wish = .clarify(objection.clarification)
            return
        }
        bind(only, kept)
    }

    /// Takes over what the words say of a contract; its own words are not the person's.
    private mutating func bind(_ only: [Facet], _ kept: [Facet]) {
        contract = try? EditContract(only: only, keep: kept)
        if !only.isEmpty { notes.append("only \(Facet.listed(only)) may change") }
        if !kept.isEmpty {
            let are = kept.count == 1 ? "it is" : "they are"
            notes.append("\(Facet.listed(kept)) must stay as \(are)")
        }
        if contract?.isEmpty == true { contract = nil }
        if contract != nil { isInferred = true }
    }

    private mutating func noteDrawnAnew(_ bound: [Facet]) {
        guard !bound.isEmpty else { return }
        notes.append(
            "the next picture is drawn anew from words alone, so nothing of an earlier one stays")
    }

    /// The message with the name of whatever a word stands for; nil where that must be asked first.
    private mutating func resolved(_ message: Prompt, _ state: SessionState) -> Prompt? {
        var words = message
        var place = 0
        while true {
            let anaphora = Anaphora(in: words, things: state.things, behind: place)
            switch anaphora.answer {
            case .clear: return words
            case .picture(let word):
                notes.append("“\(word)” is read as the picture")
                place = anaphora.range?.upperBound ?? words.text.utf8.count
            case .thing(let word, let name):
                place = anaphora.range?.upperBound ?? words.text.utf8.count
                words = anaphora.message(meaning: name)
                isInferred = true
                notes.append("“\(word)” is read as the \(name)")
            case .open(let word, let names):
                wish = .clarify(question(about: word, names, in: words, anaphora))
                return nil
            }
        }
    }

    private func question(
        about word: String, _ names: [String], in words: Prompt, _ anaphora: Anaphora
    ) -> Clarification {
        var answers = names
        if Anaphora.isPlural(word), names.count > 1, let last = names.last {
            answers.append(
                names.dropLast().joined(separator: ", the ") + " and the \(last)")
        }
        // An answer is a message of its own, and must name the turn that this one names.
        let turn = base.map { "from \($0), " } ?? ""
        return Clarification(
            question: "What is “\(word)” in “\(words.text)”?",
            choices: answers.map { Prompt(turn + anaphora.message(meaning: $0).text) },
            names: names)
    }
}

extension SessionState {
    /// What the next edit must leave as it is, unless it is what alone may change.
    func kept(beside only: [Facet]) -> [Facet] {
        let only = only.isEmpty ? contract?.only ?? [] : only
        return keep.filter { !only.contains($0) }
    }
}

extension Refusal {
    /// An edit where nothing is that it could change.
    static func noPicture(in session: Session) -> Refusal {
        Refusal(
            field: "message", reason: "“\(session.name)” has no picture yet to change",
            wayOut: "Begin with a new picture.")
    }
}
