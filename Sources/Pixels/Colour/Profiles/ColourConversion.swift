/// What is done to a picture's stored numbers so that they are sRGB.
struct ColourConversion {
    /// What will have been done.
    let reading: ColourReading
    private let transform: ColourTransform?
    private let wide: ColourTransform?

    /// Whether sixteen bits are wanted.
    var isWide: Bool { wide != nil }

    /// Whether anything is done at all.
    var isNeeded: Bool { transform != nil }

    /// Finds the way; what can't be used leaves the numbers as they are.
    ///
    /// - Parameters:
    ///   - description: What the file says.
    ///   - stored: What the decoder hands over.
    ///   - isWide: Whether that can be sixteen bits.
    init(_ description: ColourDescription, of stored: StoredColour, isWide: Bool = false) {
        switch description {
        case .sRGB: self.init(.asStored)
        case .unusable(let reason): self.init(.ignored(reason: reason))
        case .profile(let bytes): self.init(ICCProfile(bytes), of: stored, isWide: isWide)
        case .space(let space):
            self.init(ICCProfile(space), of: stored, isWide: isWide, name: space.name)
        }
    }

    private init(
        _ reading: ColourReading, _ transform: ColourTransform? = nil,
        _ wide: ColourTransform? = nil
    ) {
        self.reading = reading
        self.transform = transform
        self.wide = wide
    }

    private init(
        _ profile: ICCProfile?, of stored: StoredColour, isWide: Bool, name: String? = nil
    ) {
        guard let profile, profile.isOfColours, !profile.isEndless else {
            self.init(.ignored(reason: "its colour profile can't be used"))
            return
        }
        guard profile.fits(stored) else {
            self.init(.ignored(reason: "its colour profile is for other channels than it has"))
            return
        }
        guard let transform = ColourTransform(from: profile, Self.layout(profile, stored, bytes: 1))
        else {
            self.init(.ignored(reason: "its colour profile leads to no colour"))
            return
        }
        guard stored == .inks || Self.moves(transform, stored) else {
            self.init(.asStored)
            return
        }
        let wide = Self.layout(profile, stored, bytes: 2)
        self.init(
            .converted(from: name ?? profile.name), transform,
            isWide ? ColourTransform(from: profile, wide) : nil)
    }

    private static func layout(
        _ profile: ICCProfile, _ stored: StoredColour, bytes: UInt32
    ) -> ColourTransform.Layout {
        stored == .inks ? .inks : profile.isGrey ? .grey(bytes: bytes) : .rgb(bytes: bytes)
    }

    /// Whether any of some hundred colours moves by more than a level.
    ///
    /// Most profiles in files are sRGB by another name: its numbers are sRGB's, and converting them
    /// would cost time and add rounding.
    private static func moves(_ transform: ColourTransform, _ stored: StoredColour) -> Bool {
        var colours: [UInt8] = []
        if stored == .grey {
            for level in UInt8.min...UInt8.max { colours += [level, level, level, 255] }
        } else {
            let levels: [UInt8] = [0, 20, 51, 85, 128, 170, 204, 235, 255]
            for red in levels {
                for green in levels { for blue in levels { colours += [red, green, blue, 255] } }
            }
        }
        var moved = colours
        transform.apply(to: &moved)
        return zip(colours, moved).contains { abs(Int($0) - Int($1)) > 1 }
    }

    /// Converts in place.
    func apply(to pixels: inout [UInt8]) {
        transform?.apply(to: &pixels)
    }

    /// Converts sixteen bits to eight; nothing where none were wanted.
    func applied(to stored: [UInt16]) -> [UInt8] {
        wide?.applied(to: stored) ?? []
    }
}
