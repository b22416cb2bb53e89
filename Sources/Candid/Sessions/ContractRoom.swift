/// What “only the light” leaves room for.
struct ContractRoom {
    private let only: [Facet]
    /// The things that alone may change, in the form in which words are compared.
    private let subjects: Set<String>
    /// The things that the session speaks of and that are none of those.
    private let others: [String: String]

    /// Takes what alone may change, and what the session speaks of.
    init(_ only: [Facet], _ things: [String]) {
        self.only = only
        let subjects: [String] = only.compactMap { facet in
            if case .subject(let name) = facet { EditTopics.key(name) } else { nil }
        }
        self.subjects = Set(subjects)
        others = Dictionary(things.map { (EditTopics.key($0), $0) }) { first, _ in first }
            .filter { !subjects.contains($0.key) }
    }

    /// Whether a side of the whole can be no part of what may change.
    func excludes(_ facet: Facet) -> Bool {
        guard !only.contains(facet) else { return false }
        return switch facet {
        case .lighting, .palette: isBound(to: [.composition, .lettering])
        case .place, .style: isBound(to: [.composition, .lettering, .lighting])
        case .lettering: subjects.isEmpty && isBound(to: [.lighting, .palette])
        case .composition: isBound(to: [.lighting, .palette, .lettering])
        case .subject, .everythingElse: false
        }
    }

    /// The things that a clause changes outside of it, as a sentence calls them.
    func excluded(by clause: EditClause) -> [String] {
        let said = SaidWords(Prompt(clause.text))
        // “the handle of the door” may be all that “only the door” means.
        guard !said.words.contains(where: { subjects.contains($0.key) }) else { return [] }
        return clause.claims.compactMap { claim in
            guard let subject = claim.subject, claim.facet == nil else { return nil }
            let name = EditTopics.withoutShade(subject)
            let key = EditTopics.key(name.isEmpty ? subject : name)
            switch claim.kind {
            case .added:
                return subjects.isEmpty && isBound(to: [.lighting, .palette]) && isThing(subject)
                    ? "the \(subject)" : nil
            case .removed: return isBound(to: [.lighting, .palette]) ? known(key) : nil
            case .attribute:
                let isColour = claim.value.map(EditTopics.isColour) == true
                guard isColour || !only.contains(.lighting) else { return nil }
                return isBound(to: [.lighting, .composition]) ? known(key) : nil
            default: return nil
            }
        }
    }

    /// Whether nothing may change but things by their names and these sides.
    private func isBound(to sides: Set<Facet>) -> Bool {
        only.allSatisfy { facet in
            if case .subject = facet { true } else { sides.contains(facet) }
        }
    }

    private func known(_ key: String) -> String? { others[key].map { "the \($0)" } }

    /// A glow or a shadow is light, a dog is not.
    private func isThing(_ name: String) -> Bool {
        let said = SaidWords(Prompt(name))
        return !said.content.contains { index in
            EditTopics.lights.contains(said.words[index].text)
                || AdditionLexicon.shared.kind(of: index, in: said.words) == .lighting
        }
    }
}
