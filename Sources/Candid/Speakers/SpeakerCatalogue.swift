import Foundation

/// The speakers and judges that we know.
public struct SpeakerCatalogue: Hashable, Sendable {
    /// The speakers, the default first.
    public var speakers: [Speaker]

    /// Creates a catalogue.
    public init(speakers: [Speaker]) {
        self.speakers = speakers
    }

    /// The catalogue that comes with Candid.
    ///
    /// - Throws: ``Refusal`` if the file beside this one is not a catalogue; a test holds it.
    public static func included() throws(Refusal) -> SpeakerCatalogue { try read.get() }

    /// Read once, because it is asked for again and again.
    private static let read = Result { () throws(Refusal) in
        do {
            let speakers = try JSONDecoder().decode(
                [Speaker].self, from: Data(PackageResources.speakers_json))
            return SpeakerCatalogue(speakers: speakers)
        } catch {
            throw Refusal(field: "speakers", reason: "\(error)", wayOut: "Mend the file.")
        }
    }

    /// The speaker of a name.
    ///
    /// - Throws: ``Refusal`` that lists the names there are.
    public func speaker(named name: String) throws(Refusal) -> Speaker {
        guard let speaker = speakers.first(where: { $0.id == name }) else {
            throw Refusal(
                field: "speaker", reason: "there is no speaker “\(name)”",
                wayOut: "There are: \(speakers.map(\.id).joined(separator: ", ")).")
        }
        return speaker
    }
}
