/// One side of a picture that an edit may change or must keep.
///
/// `--only` and `--keep` speak this one vocabulary.
public enum Facet: Hashable, Sendable {
    /// Where light comes from, how bright and how warm it is.
    case lighting
    /// Which colours there are.
    case palette
    /// How it is drawn.
    case style
    /// Where it plays.
    case place
    /// What stands where.
    case composition
    /// Letters and numbers to be read.
    case lettering
    /// A thing or a person, by the person's own word for it.
    case subject(String)
    /// Whatever is not named.
    case everythingElse

    /// The words of the vocabulary, in the order in which they are shown.
    public static let vocabulary =
        named.map(\.description) + ["subject:NAME", Facet.everythingElse.description]

    /// The facets that need no name of the person's own.
    public static let named: [Facet] = [
        .lighting, .palette, .style, .place, .composition, .lettering,
    ]
}

extension Facet: LosslessStringConvertible {
    /// The word, such as `lighting` or `subject:cat`.
    public var description: String {
        switch self {
        case .lighting: "lighting"
        case .palette: "palette"
        case .style: "style"
        case .place: "place"
        case .composition: "composition"
        case .lettering: "lettering"
        case .subject(let name): "subject:\(name)"
        case .everythingElse: "everything-else"
        }
    }

    /// Reads a word; nil for one that is not in the vocabulary.
    public init?(_ description: String) {
        let known = Self.named + [.everythingElse]
        if let facet = known.first(where: { $0.description == description }) {
            self = facet
            return
        }
        guard description.hasPrefix("subject:") else { return nil }
        let name = description.dropFirst("subject:".count).trimmed
        guard !name.isEmpty else { return nil }
        self = .subject(name)
    }

    /// Reads words with commas between.
    ///
    /// - Parameters:
    ///   - list: Such as `composition,subject:cat`.
    ///   - field: The parameter that holds them, for the refusal.
    /// - Returns: The facets in the order given, each once.
    /// - Throws: ``Refusal`` that names the word and lists the vocabulary.
    public static func list(_ list: String, field: String) throws(Refusal) -> [Facet] {
        var facets: [Facet] = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let word = part.trimmed
            guard let facet = Facet(word) else {
                throw Refusal(
                    field: field,
                    reason: word.isEmpty
                        ? "a word is missing in “\(list)”"
                        : "“\(word)” is not in the vocabulary of contracts",
                    wayOut: "There are: \(vocabulary.joined(separator: ", ")).")
            }
            if !facets.contains(facet) { facets.append(facet) }
        }
        return facets
    }
}

extension Facet: Codable {
    /// Decodes the facet from its word.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let facet = Facet(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a word of the vocabulary of contracts")
        }
        self = facet
    }

    /// Encodes the facet as its word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Facet {
    /// What it is called in an English sentence.
    var english: String {
        switch self {
        case .lighting: "the lighting"
        case .palette: "the colours"
        case .style: "the style"
        case .place: "the place"
        case .composition: "the composition"
        case .lettering: "the lettering"
        case .subject(let name): "the \(name)"
        case .everythingElse: "everything else"
        }
    }

    /// What it is called in a Korean sentence.
    var korean: String {
        switch self {
        case .lighting: "조명"
        case .palette: "색"
        case .style: "화풍"
        case .place: "장소"
        case .composition: "구도"
        case .lettering: "글자"
        case .subject(let name): name
        case .everythingElse: "나머지"
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex
        return start < end ? String(self[start..<end]) : ""
    }
}
