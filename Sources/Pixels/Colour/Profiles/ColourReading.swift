/// How the numbers in a picture's file came to be sRGB.
public enum ColourReading: Sendable, Equatable {
    /// The file says nothing of its colours, or says sRGB: its numbers were taken as they are.
    case asStored
    /// The numbers were converted from the space that the file names.
    case converted(from: String)
    /// What the file says of its colours can't be used: its numbers were taken for sRGB.
    case ignored(reason: String)
}

/// Which numbers a decoded picture holds.
public enum DecodedColours: Sendable {
    /// sRGB, whatever space the file is in.
    case sRGB
    /// The file's own numbers, as programs see them that know no colour profiles.
    case asStored
}

/// A picture and how its colours were read.
public struct DecodedPicture: Sendable, Equatable {
    /// The picture in sRGB.
    public let pixmap: Pixmap
    /// How its colours came to be sRGB.
    public let colours: ColourReading
}
