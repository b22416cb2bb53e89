public import Pixels

/// Reads the lettering in pictures.
///
/// The one that Candid has lies in the target `Lettering` and is handed in as a function, so that
/// nothing else knows which library reads.
public struct LetteringReader: Sendable {
    /// The languages whose letters it knows, by tesseract's names.
    public let languages: [String]
    /// Reads one picture; throws where nothing on this machine can.
    public let read: @Sendable (Pixmap) async throws -> FoundLettering

    /// Creates a reader from what it can do.
    public init(
        languages: [String], read: @escaping @Sendable (Pixmap) async throws -> FoundLettering
    ) {
        self.languages = languages
        self.read = read
    }

    /// The scripts of a text whose letters it does not know.
    func unknownScripts(in text: String) -> [Script] {
        let known = languages.reduce(into: Set<Script>()) {
            $0.formUnion(Script.scripts(ofLanguage: $1))
        }
        return Script.scripts(of: text).subtracting(known).sorted { $0.rawValue < $1.rawValue }
    }
}

/// The lettering that was found in a picture.
public struct FoundLettering: Hashable, Sendable, Codable {
    /// One word.
    public struct Word: Hashable, Sendable, Codable {
        /// What it says.
        public var text: String
        /// Where it stands, in pixels of the picture.
        public var box: PictureBox
        /// How sure the reader is of the letters, from 0 to 100.
        public var confidence: Double
        /// How many separate looks read the same.
        public var looks: Int
        /// Whether it is surely lettering; textures are often read as short words.
        public var isSure: Bool

        private enum CodingKeys: String, CodingKey {
            case text, box, confidence, looks
            case isSure = "sure"
        }

        /// Creates a word.
        public init(
            _ text: String, box: PictureBox, confidence: Double, looks: Int, isSure: Bool
        ) {
            self.text = text
            self.box = box
            self.confidence = confidence
            self.looks = looks
            self.isSure = isSure
        }
    }

    /// The words in reading order, the doubtful ones among them.
    public var words: [Word]
    /// Every line as each look read it, for comparing with an asked text; may repeat itself.
    public var readings: [String]
    /// Where three or more forms stand in a row as letters do, in any script, read or not.
    public var rows: [PictureBox]

    /// Creates a finding.
    public init(words: [Word], readings: [String], rows: [PictureBox] = []) {
        self.words = words
        self.readings = readings
        self.rows = rows
    }

    /// Whether there is lettering: at least one word is sure.
    public var isPresent: Bool { words.contains { $0.isSure } }

    /// The sure words, with blanks between.
    public var text: String {
        words.filter(\.isSure).map(\.text).joined(separator: " ")
    }
}
