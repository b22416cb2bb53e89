/// What a picture shows, as its maker knows it: the ground truth that checks are tested against.
public struct SceneRecord: Sendable, Hashable, Codable {
    /// The version of this record's layout.
    public var schema = 1
    /// The engine that drew it.
    public var engine: String
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// The seed of the request.
    public var seed: UInt64
    /// `illustration`, `flat`, `line art`, `watercolour`, `pixel art` or `blueprint`.
    public var style: String
    /// The place's own name, or `transparent`.
    public var place: String
    /// The colour of the ground by part, as `#rrggbb`.
    public var ground: [String: String]
    /// `day`, `studio`, `golden hour`, `dawn`, `overcast`, `dusk`, `night` or `neon`.
    public var light: String
    /// `rain`, `snow` and `fog`, where they fall.
    public var weather: [String]
    /// Every single thing drawn, from back to front.
    public var things: [Thing]
    /// Every line of lettering.
    public var lettering: [Lettering]

    /// One drawn thing.
    public struct Thing: Sendable, Hashable, Codable {
        /// Its first name, such as `bicycle`.
        public var name: String
        /// The art file it comes from.
        public var file: String
        /// Which of several, from 1.
        public var index: Int
        /// How many of these were asked for together.
        public var count: Int
        /// Its colours by part, as `#rrggbb`, before the light.
        public var colours: [String: String]
        /// What it is made of, if the prompt says so.
        public var material: String?
        /// Bounds of what can be seen of it: left, top, width, height in pixels.
        public var box: [Int]
        /// Its place from the back, from 0.
        public var depth: Int
        /// How it stands to another thing.
        public var relation: Relation?
    }

    /// How one thing stands to another.
    public struct Relation: Sendable, Hashable, Codable {
        /// `on`, `in`, `under`, `beside`, `left of`, `right of`, `behind`, `in front of`, `above`,
        /// `between`, `worn by` or `held by`.
        public var kind: String
        /// The first name of the other thing.
        public var to: String
    }

    /// One line of lettering.
    public struct Lettering: Sendable, Hashable, Codable {
        /// The words, as in the prompt.
        public var text: String
        /// The thing that carries them, or nil when they stand free.
        public var carrier: String?
        /// Bounds of the ink: left, top, width, height in pixels.
        public var box: [Int]
        /// The font that was used.
        public var font: String
    }
}
