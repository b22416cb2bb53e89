extension Reader {
    /// Crowns and hats that a drawing wears anyway, and the part that takes their colour.
    private static let ownHeadwear: [(wearer: String, worn: String, part: String?)] = [
        ("king", "crown", "gold"), ("chef", "hat", nil),
    ]

    /// "A king with a crown" has one crown: the one that the king is drawn with.
    mutating func takeOwnHeadwear() {
        for index in wish.things.indices.reversed() {
            let thing = wish.things[index]
            guard thing.relation?.kind == .wornBy, let host = thing.relation?.to.first,
                let own = Self.ownHeadwear.first(where: {
                    $0.wearer == wish.things[host].name && $0.worn == thing.name
                })
            else { continue }
            if let colour = thing.colours.first ?? thing.material?.colour {
                if let part = own.part {
                    wish.things[host].parts.append((part, colour))
                } else {
                    report(thing.words, "the \(own.wearer)'s \(own.worn) keeps its colour")
                }
            }
            wish.remove(index, for: host)
        }
    }

    /// Whether a thing rises above the hand that holds it.
    func isRisen(_ index: Int) -> Bool {
        Ledge.risen.contains(library.subjects[wish.things[index].subject].name)
    }

    /// Who carries the umbrella: "a man with a hat and an umbrella", "in a red coat and with one".
    func bearer(of index: Int) -> Int? {
        guard index > 0, isRisen(index) else { return nil }
        let isDressed = !wish.things[index - 1].parts.isEmpty
        if isDressed, hasHand(index - 1) { return index - 1 }
        guard let (kind, to) = wish.things[index - 1].relation,
            kind == .wornBy || kind == .heldBy, let host = to.first, hasHand(host)
        else { return nil }
        return host
    }

    func hasHand(_ index: Int) -> Bool {
        library.subjects[wish.things[index].subject].anchors.hand != nil
    }

    func isPerson(_ index: Int) -> Bool {
        library.subjects[wish.things[index].subject].kind == "person"
    }

    /// 꽃이 담긴 꽃병: what is in it is marked, and what holds it follows.
    func holds(_ index: Int, _ relation: Relation) -> Bool {
        relation == .inside && wish.things[index].isMarked
    }

    /// Whether the next word that isn't an adjective or an article is a noun: "flying a kite".
    func isFollowedByNoun(_ term: Term) -> Bool {
        let later = terms.drop { $0.words.lowerBound <= term.words.lowerBound }
        let next = later.first { term in
            !term.meanings.contains { $0 == .stop || $0.isAdjective }
        }
        return next?.meanings.contains { $0.isNoun } ?? false
    }
}

extension Wish {
    /// Takes a thing out; what belonged to it belongs to its heir.
    fileprivate mutating func remove(_ index: Int, for heir: Int) {
        let moved = { (old: Int) -> Int in
            let kept = old == index ? heir : old
            return kept > index ? kept - 1 : kept
        }
        things.remove(at: index)
        for each in things.indices {
            guard let (kind, to) = things[each].relation else { continue }
            let hosts = to.map(moved)
            things[each].relation = hosts.contains(each) ? nil : (kind, hosts)
        }
        lettering = lettering.map {
            Lettering(text: $0.text, range: $0.range, thing: $0.thing.map(moved))
        }
    }
}
