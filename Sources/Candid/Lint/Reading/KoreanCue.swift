/// The syllables that a Korean negation starts with.
enum KoreanCue {
    /// True for a syllable that some cue opens with.
    @inline(__always)
    static func opens(with scalar: UInt64) -> Bool {
        switch scalar {
        case 0xC5C6, 0xC54A, 0xB9D0, 0xB9C8, 0xC81C, 0xBE7C, 0xBE80, 0xC544, 0xAE08: true
        case 0xBABB, 0xC548, 0xC0AD, 0xC9C0, 0xC0DD, 0xD53C, 0xBC30, 0xB300, 0xC6B0, 0xBC29: true
        case 0xBBF8, 0xBD88, 0xBE60, 0xC0BC: true
        default: false
        }
    }
}
