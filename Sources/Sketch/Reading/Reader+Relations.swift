extension Reader {
    mutating func readRelation(_ relation: Relation, _ term: Term) {
        settleLook()
        if words[term.words.lowerBound].isKorean {
            readKoreanRelation(relation)
            return
        }
        guard let last = lastNoun else {
            openRelation = (relation, [], [])
            return
        }
        // "A bowl with lemons on a table": the bowl is on it.
        if let host = wish.things[last].relation?.to.first, host < last {
            openRelation = (relation, [host], [])
        } else {
            openRelation = (relation, companions(of: last), [])
        }
    }

    /// The things that share a relation: "a cat and a dog on a sofa".
    private func companions(of last: Int) -> [Int] {
        var group = [last]
        while let first = group.first, first > 0, wish.things[first].relation == nil,
            wish.things[first - 1].relation == nil, areJoined(first - 1, first)
        {
            group.insert(first - 1, at: 0)
        }
        return group
    }

    /// Whether a thing is small enough to be on or in another.
    private func fits(_ thing: Int, at landmark: Int) -> Bool {
        let height = { (index: Int) in
            library.subjects[wish.things[index].subject].height * wish.things[index].size
        }
        return height(thing) <= height(landmark) * 1.3
    }

    private func areJoined(_ first: Int, _ second: Int) -> Bool {
        let between = wish.things[first].words.upperBound..<wish.things[second].words.lowerBound
        return terms.contains {
            between.contains($0.words.lowerBound) && $0.meanings.contains(.and)
        }
    }

    /// A Korean relation stands behind its landmark: 책상 위에 고양이.
    private mutating func readKoreanRelation(_ relation: Relation) {
        guard let last = lastNoun else { return }
        if relation == .wornBy || relation == .heldBy || holds(last, relation) {
            // 모자를 쓴 고양이: the wearer follows.
            fronted = (relation, [last])
            return
        }
        let joins = last > 0 && relation == .between
        let landmarks = joins ? [last - 1, last] : [last]
        let about = wish.things.indices.last {
            !landmarks.contains($0) && wish.things[$0].isMarked && wish.things[$0].relation == nil
        }
        if let about {
            wish.things[about].relation = (relation, landmarks)
        } else {
            fronted = (relation, landmarks)
        }
        lastNoun = nil
    }

    /// Ties a new noun to the relation that waits for it.
    mutating func relate(_ index: Int) {
        if joined, openRelation == nil, fronted == nil, let shared, index > 0,
            wish.things[index - 1].relation?.to == shared.to, fits(index, at: shared.to[0])
        {
            wish.things[index].relation = shared
            return
        }
        if joined, openRelation == nil, fronted == nil, let bearer = bearer(of: index) {
            wish.things[index].relation = (.heldBy, [bearer])
            return
        }
        if let (kind, landmarks) = fronted {
            fronted = nil
            shared = kind == .on || kind == .inside || kind == .under ? (kind, landmarks) : nil
            if kind == .wornBy || kind == .heldBy || landmarks.allSatisfy({ holds($0, kind) }) {
                for item in landmarks {
                    wish.things[item].relation = (isRisen(item) ? .heldBy : kind, [index])
                }
            } else {
                wish.things[index].relation = (kind, landmarks)
            }
            return
        }
        landmark(index)
    }

    /// The noun as what an open relation leads to.
    mutating func landmark(_ index: Int) {
        guard var open = openRelation else { return }
        if open.kind == .between, open.to.isEmpty {
            open.to = [index]
            openRelation = open
            return
        }
        openRelation = nil
        // "…a house, behind the house a tree": the tree is still to come.
        if open.things == [index] { open.things = [] }
        guard !open.things.isEmpty else {
            fronted = (open.kind, open.to + [index])
            return
        }
        let isWorn = Self.hats.contains(library.subjects[wish.things[index].subject].name)
        switch open.kind {
        case .wornBy, .heldBy:
            wish.things[index].relation = (open.kind, [open.things[open.things.count - 1]])
        case _ where isWorn && (open.kind == .with || open.kind == .inside):
            wish.things[index].relation = (.wornBy, [open.things[open.things.count - 1]])
        case .with: accompany(index, open.things[open.things.count - 1])
        case .under where isRisen(index) && hasHand(open.things[open.things.count - 1]):
            wish.things[index].relation = (.heldBy, [open.things[open.things.count - 1]])
        default:
            for thing in open.things where thing != index && wish.things[thing].relation == nil {
                let carries = open.kind == .on || open.kind == .inside || open.kind == .under
                guard thing == open.things.last || carries && fits(thing, at: index) else {
                    continue
                }
                wish.things[thing].relation = (open.kind, open.to + [index])
            }
        }
    }

    /// "A desk with a laptop", "a vase with roses": what can carry carries.
    private mutating func accompany(_ guest: Int, _ host: Int) {
        let owner = library.subjects[wish.things[host].subject]
        let other = library.subjects[wish.things[guest].subject]
        let isHandy = ["household", "thing", "instrument", "plant", "food"].contains(other.kind)
        let isLight = isHandy && other.height <= owner.height * 0.6
        if owner.anchors.hand != nil, isLight || isRisen(guest) {
            wish.things[guest].relation = (.heldBy, [host])
            return
        }
        // Flowers rise high above their vase.
        let most = other.kind == "plant" ? 3 : 1.3
        guard other.height <= owner.height * most, owner.kind == "household",
            owner.stance == .ground
        else { return }
        if owner.anchors.inside != nil {
            wish.things[guest].relation = (.inside, [host])
        } else if owner.anchors.on != nil, other.height < owner.height * 0.9 {
            wish.things[guest].relation = (.on, [host])
        }
    }

    /// The end of what adjectives can reach.
    mutating func closeClause(isSentence: Bool = false) {
        settleLook()
        // "between A and B" keeps A over the comma; any other open relation ends.
        if openRelation?.things.isEmpty == false || isSentence { openRelation = nil }
        if isSentence {
            fronted = nil
            lastNoun = nil
        }
        joined = false
        sawCopula = false
    }

    /// Gives a look that found no noun to the thing before it, or reports it.
    private mutating func settleLook() {
        let none = "there is nothing drawn for it to describe"
        if let last = lastNoun, !sawUnknown, pending.hasLook, wish.things[last].colours.isEmpty {
            wish.things[last].colours = pending.colours.map(\.colour)
            wish.things[last].material = wish.things[last].material ?? pending.material?.material
        } else if pending.hasLook {
            for colour in pending.colours { report(colour.words, none) }
            if let material = pending.material { report(material.words, none) }
        }
        if let (factor, span) = pending.size {
            if let last = lastNoun, !sawUnknown {
                wish.things[last].size = factor
            } else {
                report(span, none)
            }
        }
        if let count = pending.count { settle(count) }
        let position = pending.position
        pending = Pending()
        pending.position = position
        sawUnknown = false
    }

    private mutating func settle(_ count: (count: Int, words: Range<Int>)) {
        if let last = lastNoun, words[count.words].contains(where: \.isKorean),
            wish.things[last].count == 1, !sawUnknown
        {
            wish.things[last].count = count.count.clamped(to: 1...12)
        } else if count.count != 1 {
            report(count.words, "there is nothing drawn for it to count")
        }
    }

    mutating func addLettering(_ word: Word) {
        guard !word.text.allSatisfy(\.isWhitespace) else { return }
        wish.lettering.append(
            Wish.Lettering(text: word.text, range: word.range, thing: lastNoun))
    }

    /// Lettering without quotes: words in capitals after "says".
    mutating func isShoutedLettering(_ index: Int) -> Bool {
        let start = terms[index].words.lowerBound
        let count = words[start...].prefix { $0.isShouted }.count
        guard count > 0, index > 0 else { return false }
        let before = terms[index - 1]
        if let last = wish.lettering.last, start > 0,
            last.range.contains(words[start].range.lowerBound)
        {
            return true
        }
        guard before.meanings.contains(.says) else { return false }
        let span = words[start..<(start + count)]
        let range = words[start].range.lowerBound..<words[start + count - 1].range.upperBound
        wish.lettering.append(
            Wish.Lettering(
                text: span.map(\.text).joined(separator: " "), range: range, thing: lastNoun))
        return true
    }

    /// Things that sit on a head.
    static let hats: Set<String> = ["hat", "crown", "cap", "beret", "helmet", "sunglasses"]

    /// Takes the drawing that a word asks for: a cat asleep, a bicycle with a basket.
    mutating func chooseVariants() {
        for index in wish.things.indices {
            let thing = wish.things[index]
            for (number, variant) in library.subjects.enumerated()
            where variant.name == thing.name && !variant.when.isEmpty {
                guard let span = span(of: variant.when, near: thing.words) else { continue }
                wish.things[index].subject = number
                let range =
                    words[span.lowerBound].range
                    .lowerBound..<words[span.upperBound - 1].range.upperBound
                wish.notDrawn.removeAll { range.contains($0.range.lowerBound) }
                break
            }
        }
    }

    /// Where one of the phrases stands, in the same sentence as a thing.
    private func span(of phrases: [String], near thing: Range<Int>) -> Range<Int>? {
        let start = words[..<thing.lowerBound].lastIndex { $0.kind == .stop } ?? -1
        let end = words[thing.upperBound...].firstIndex { $0.kind == .stop } ?? words.count
        let sentence = (start + 1)..<end
        for phrase in phrases {
            let parts = WordCutter.words(of: phrase).map(\.folded)
            for at in sentence where at + parts.count <= sentence.upperBound {
                let found = words[at..<(at + parts.count)].map(\.folded)
                if found == parts { return at..<(at + parts.count) }
                if parts.count == 1,
                    Inflection.stems(of: found[0]).contains(where: { $0.stem == parts[0] })
                {
                    return at..<(at + 1)
                }
            }
        }
        return nil
    }
}
