/// Something that is said of a picture and can be checked.
public struct Claim: Hashable, Sendable, Codable, Identifiable {
    /// Where a claim comes from.
    public enum Origin: String, Hashable, Sendable, Codable {
        /// The words of the order.
        case brief
        /// A sentence that somebody, a person or a model, said of the result.
        case sentence
        /// The contract of an edit.
        case contract
    }

    /// What kind of thing is said.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The subject is to be seen.
        case seen
        /// The subject is not to be seen.
        case absent
        /// The subject is to be seen so many times.
        case count
        /// The subject has the quality that `value` names.
        case attribute
        /// What the words say of several things together is so.
        case relation
        /// The picture as a whole is as `value` says, such as a watercolour.
        case style
        /// The text `value` is to be read.
        case lettering
        /// There is nothing to be read.
        case noLettering = "no_lettering"
        /// The colour `value` is among the picture's main ones.
        case colour
        /// The ground is as `value` says: white, transparent, flat, a colour, no border.
        case ground
        /// The picture is not one flat colour.
        case whole
        /// The picture changed, inside the region where there is one, and by the facet if named.
        case changed
        /// The facet stayed as it was; `everything-else` is whatever lies outside the region.
        case kept
        /// The subject was there and is gone.
        case removed
        /// The subject was not there and is.
        case added
    }

    /// Its name among the claims of one picture, such as `c3`.
    public var id: String
    /// Where it comes from.
    public var origin: Origin
    /// What kind of thing it says.
    public var kind: Kind
    /// The thing that it speaks of, in the person's own words.
    public var subject: String?
    /// The quality, the text or the colour that it gives it.
    public var value: String?
    /// How many.
    public var number: Int?
    /// The side of the picture that it speaks of.
    public var facet: Facet?
    /// The words that it rests on, exactly as they stand in the source; empty for a contract's.
    public var span: String
    /// Where the words stand in the source, in UTF-8 bytes; nil for a contract's.
    public var range: Range<Int>?
    /// The claims without which this one means nothing.
    public var parents: [String]
    /// Questions of somebody's own wording, each expecting yes; without them our own are asked.
    public var questions: [String]?
    /// Who read it out of a sentence in which rules of ours found nothing; nil where they did.
    public var inferred: String?

    /// Creates a claim.
    public init(
        _ kind: Kind, subject: String? = nil, value: String? = nil, number: Int? = nil,
        facet: Facet? = nil
    ) {
        id = ""
        origin = .contract
        self.kind = kind
        self.subject = subject
        self.value = value
        self.number = number
        self.facet = facet
        span = ""
        parents = []
    }

    /// The claim as one that rests on words of a source.
    func resting(on range: Range<Int>, of source: String, _ origin: Origin) -> Claim {
        var claim = self
        claim.origin = origin
        claim.range = range
        claim.span = String(decoding: Array(source.utf8)[range], as: UTF8.self)
        return claim
    }
}

extension Claim {
    /// The claim in words.
    public var words: String {
        let thing = subject ?? "the picture"
        let value = value ?? ""
        return switch kind {
        case .seen: "\(thing): seen"
        case .absent: "\(thing): not seen"
        case .count: "\(thing): \(number ?? 0) of them"
        case .attribute: "\(thing): \(value)"
        case .relation: span.isEmpty ? thing : span
        case .style: "the whole: \(value)"
        case .lettering: "lettering “\(value)”"
        case .noLettering: "no lettering"
        case .colour: "colour \(value)"
        case .ground: "ground: \(value)"
        case .whole: "not blank"
        case .changed: facet.map { "\($0) changed" } ?? "the picture changed"
        case .kept: facet.map { "\($0) kept" } ?? "the rest kept"
        case .removed: "\(thing): taken out"
        case .added: "\(thing): put in"
        }
    }

    /// Whether it speaks of two pictures, so that it means nothing without the parent.
    public var needsParent: Bool {
        switch kind {
        case .changed, .kept, .removed, .added: true
        default: false
        }
    }
}

extension [Claim] {
    /// The claims with names `c1`, `c2` and so on, where they have none.
    func numbered() -> [Claim] {
        enumerated().map { index, claim in
            var claim = claim
            if claim.id.isEmpty { claim.id = "c\(index + 1)" }
            return claim
        }
    }
}
