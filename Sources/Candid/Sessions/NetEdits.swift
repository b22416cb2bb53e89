extension [NetEdit] {
    /// The edits with one more, which takes the place of those that it contradicts.
    ///
    /// - Parameters:
    ///   - edit: The later edit, which wins.
    ///   - brief: What the edits change: an edit that takes back another one leaves nothing where the
    ///     brief never spoke of the thing, or still speaks of it.
    /// - Returns: What is in force then.
    func resolved(with edit: NetEdit, brief: Prompt?) -> [NetEdit] {
        let topics = EditTopics(edit.words)
        if let renewed = renewed(by: edit, topics, brief) { return renewed }
        let gone = Set(topics.removed)
        let back = broughtBack(by: topics, brief)
        let new = Set(topics.names)
        var takesBack = false
        let left = filter { earlier in
            let old = EditTopics(earlier.words)
            if !gone.isDisjoint(with: old.added) { takesBack = true }
            let speaksOfGone = old.names.contains { name in
                gone.contains { name.hasSuffix(":\($0)") }
            }
            let isCovered = !old.names.isEmpty && new.isSuperset(of: old.names) && !old.saysMore
            // What is put in again in another form stands beside what took it out of the brief.
            let isNeeded = !back.isDisjoint(with: old.removed) && !edit.isPlainAddition
            return isNeeded || !(speaksOfGone || isCovered)
        }
        if !back.isEmpty, edit.isPlainAddition { return left }
        guard takesBack, topics.added.isEmpty, new.count == gone.count, !topics.saysMore else {
            return left + [edit]
        }
        let said = Set(brief.map { SaidWords($0).words.map(\.key) } ?? [])
        return gone.isDisjoint(with: said) ? left : left + [edit]
    }

    /// The edits where the new one only says what an earlier one is to put in instead.
    ///
    /// “replace the dog with a rabbit” after “add a dog” comes to “add a rabbit”: the brief and the
    /// pinned picture know of no dog.
    private func renewed(by edit: NetEdit, _ topics: EditTopics, _ brief: Prompt?) -> [NetEdit]? {
        guard topics.removed.count == 1, topics.added.count == 1, !topics.saysMore else {
            return nil
        }
        let gone = topics.removed[0]
        let said = Set(brief.map { SaidWords($0).words.map(\.key) } ?? [])
        guard !said.contains(gone),
            let index = lastIndex(where: { EditTopics($0.words).added.contains(gone) })
        else { return nil }
        let merge = BriefMerge(self[index].words, [edit])
        guard merge.notes.isEmpty else { return nil }
        var edits = self
        edits.remove(at: index)
        // What was said of the looks of the dog is not said of the rabbit.
        edits.removeAll { earlier in
            EditTopics(earlier.words).names.allSatisfy { $0.hasSuffix(":\(gone)") }
                && !EditTopics(earlier.words).names.isEmpty
        }
        let rewritten = NetEdit(
            turn: edit.turn, merge.merged, contract: edit.contract, isDrawn: edit.isDrawn)
        return edits + [rewritten]
    }

    /// Things of the brief that an edit in force took out and the new one puts in again.
    private func broughtBack(by topics: EditTopics, _ brief: Prompt?) -> Set<String> {
        let said = Set(brief.map { SaidWords($0).words.map(\.key) } ?? [])
        let removed = Set(flatMap { EditTopics($0.words).removed })
        return Set(topics.added).intersection(removed).intersection(said)
    }

    /// The edits that the picture does not show yet and new words, as one instruction.
    ///
    /// After a reset to the pinned picture all edits are told at once; the new words take the place
    /// of those that they contradict, or the engine would be told both.
    ///
    /// - Parameters:
    ///   - words: What is asked for now.
    ///   - brief: What the edits change.
    /// - Returns: The edits in force, one a line; the words alone where nothing else waits.
    func told(with words: Prompt, brief: Prompt?) -> Prompt {
        let waiting = filter { !$0.isDrawn }
        guard !waiting.isEmpty else { return words }
        let lines = waiting.resolved(with: NetEdit(turn: 0, words), brief: brief).map(\.words.text)
        return lines.isEmpty ? words : Prompt(lines.joined(separator: "\n"))
    }
}

extension NetEdit {
    /// “add the cat”, “put a bicycle back”: a thing by its name, and nothing more of it.
    fileprivate var isPlainAddition: Bool {
        let clauses = EditClause.clauses(of: words)
        guard clauses.count == 1, let claim = clauses[0].claims.first, clauses[0].claims.count == 1,
            claim.kind == .added, let subject = claim.subject
        else { return false }
        return SaidWords(Prompt(subject)).content.count == 1 && clauses[0].unread.isEmpty
    }
}
