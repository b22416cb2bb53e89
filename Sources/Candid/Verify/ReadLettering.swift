import Pixels

/// What was read in a picture and in its parent, once for all claims.
struct ReadLettering: Sendable {
    let reader: LetteringReader
    private(set) var now: FoundLettering?
    private(set) var before: FoundLettering?
    /// Why nothing could be read.
    private(set) var failure: String?

    init(_ reader: LetteringReader, _ picture: Pixmap, parent: Pixmap?) async {
        self.reader = reader
        do {
            now = try await reader.read(picture)
            if let parent { before = try await reader.read(parent) }
        } catch {
            now = nil
            failure = "\(error)"
        }
    }

    /// The languages in words.
    var languages: String { reader.languages.joined(separator: ", ") }

    /// What every verdict on lettering rests on.
    var evidence: [Evidence] {
        guard let now else { return [] }
        return [.words("read", now.text), .words("languages", languages)]
    }
}

extension FoundLettering {
    /// Where the sure words stand, with what they say.
    var places: [Evidence] {
        words.filter(\.isSure).prefix(16).map { .place("lettering", $0.box, $0.text) }
    }
}

extension Claim {
    /// Whether lettering has to be read to tell it.
    var speaksOfLettering: Bool {
        if kind == .lettering || kind == .noLettering || facet == .lettering { return true }
        let isDeed = kind == .removed || kind == .added
        return isDeed && subject.map { Facet(named: $0.lowercased()) == .lettering } == true
    }
}
