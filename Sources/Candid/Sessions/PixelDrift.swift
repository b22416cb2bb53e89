public import Pixels

/// How far a picture has drifted from the pinned one: the drift meter's scale of pixels.
///
/// Three channels and never one blended number, each in multiples of the reference's own spread.
/// Always against the pinned picture: from turn to turn a picture looks stable while it is ruined.
public struct PixelDrift: Hashable, Sendable, Codable {
    /// What can drift.
    public enum Channel: String, Hashable, Sendable, Codable, CaseIterable {
        /// Which colours there are, and how much of each.
        case palette
        /// How it is drawn: texture and edges.
        case rendering
        /// Lightness, contrast, colourfulness, sharpness, and the tint of whites.
        case tone

        /// The channels that an accepted edit of some sides of the picture changes by rights.
        static func changed(by facets: Set<Facet>) -> Set<Channel> {
            var channels: Set<Channel> = []
            for facet in facets {
                switch facet {
                case .palette: channels.formUnion([.palette, .tone])
                // Fog, rain and night change edges and textures as well.
                case .lighting, .style, .place, .composition, .everythingElse:
                    channels.formUnion(allCases)
                case .lettering, .subject: break
                }
            }
            return channels
        }
    }

    /// Each channel in multiples of the reference's own spread; nil where this turn changed it by
    /// rights, so that it is measured from this picture on.
    public var palette: Double?
    /// See ``palette``.
    public var rendering: Double?
    /// See ``palette``.
    public var tone: Double?
    /// The colour cast that has built up over the whole, in words; nil where there is none.
    public var cast: String?
    /// The share of the picture that could be compared, from 0 to 1; the rest this turn edited.
    public var compared: Double
    /// The cells that this turn edited: from this turn on they are measured against its picture.
    public var edited: CellMap?
    /// How far the rendering moved, for what is measured from this picture on; nil where it was not
    /// compared cell by cell.
    public var shift: RenderingShift?

    /// From this on it is an alarm.
    public static let alarm = 2.5
    /// From this on it is worth an eye.
    public static let notice = 1.5

    /// A channel's reading.
    public subscript(channel: Channel) -> Double? {
        get {
            switch channel {
            case .palette: palette
            case .rendering: rendering
            case .tone: tone
            }
        }
        set {
            switch channel {
            case .palette: palette = newValue
            case .rendering: rendering = newValue
            case .tone: tone = newValue
            }
        }
    }

    /// The largest reading, and the channel that it belongs to; nil where there is none.
    public var worst: (channel: Channel, value: Double)? {
        Channel.allCases.compactMap { channel in self[channel].map { (channel, $0) } }
            .max { $0.1 < $1.1 }
    }

    /// How much it is; nil where nothing could be compared.
    public var level: DriftLevel? { Channel.allCases.compactMap(level(of:)).max() }

    /// How much a channel has drifted; nil where it is measured from this picture on.
    public func level(of channel: Channel) -> DriftLevel? {
        self[channel].map { $0 >= Self.alarm ? .high : $0 >= Self.notice ? .rising : .low }
    }

    /// Begins with what an edit changed, before anything is measured.
    init(_ reading: StyleReading) {
        compared = 0
        edited = reading.edited
    }

    /// Takes a channel's reading out of a distance.
    mutating func take(_ channel: Channel, of distance: StyleDistance) {
        compared = max(compared, distance.compared)
        switch channel {
        case .palette:
            palette = distance.palette
            cast = distance.cast
        case .rendering:
            rendering = distance.rendering
            // Less is what savings do, and would add up to an alarm.
            shift = distance.rendering >= Self.notice ? distance.shift : nil
        case .tone: tone = distance.tone
        }
    }
}

/// A part of what a session's pictures are measured against: what an edit changed, as it left it.
public struct DriftPatch: Hashable, Sendable, Codable {
    /// The picture that the edit made.
    public var picture: SessionPicture
    /// The cells that it changed and no later edit did.
    public var cells: CellMap
    /// How far the rendering of the rest had moved by then; nil where nobody knows.
    public var shift: RenderingShift?
}

extension [DriftPatch] {
    /// Lays a new one over the others, of which only what is not covered is left.
    func covered(by patch: DriftPatch) -> [DriftPatch] {
        map { earlier in
            var left = earlier
            left.cells = earlier.cells.subtracting(patch.cells)
            return left
        }.filter { !$0.cells.isEmpty } + [patch]
    }
}
