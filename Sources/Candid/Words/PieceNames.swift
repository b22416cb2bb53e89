/// Gives equal pieces of texts equal small numbers; equal means byte for byte.
struct PieceNames {
    private let texts: [[UInt8]]
    private let seed = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)
    private var slots: [Int32]
    private var firsts: [(text: Int32, start: Int32, end: Int32, hash: Int)] = []

    /// How many different pieces have been named.
    var count: Int { firsts.count }

    init(_ texts: [[UInt8]], capacity: Int) {
        self.texts = texts
        var size = 64
        while size < 2 * capacity { size *= 2 }
        slots = Array(repeating: -1, count: size)
    }

    /// The number of a piece of one of the texts.
    mutating func name(_ piece: Piece, in text: Int) -> Int32 {
        let hash = hash(piece, in: text)
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let candidate = Int(slots[slot])
            if firsts[candidate].hash == hash, isEqual(piece, text, candidate) {
                return Int32(candidate)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(firsts.count)
        firsts.append((Int32(text), piece.start, piece.end, hash))
        return slots[slot]
    }

    /// Seeded anew each time, so that nobody can prepare texts whose pieces collide.
    private func hash(_ piece: Piece, in text: Int) -> Int {
        guard piece.end - piece.start <= 8 else { return longHash(piece, in: text) }
        var value: UInt64 = 0
        for index in piece.range { value = value << 8 | UInt64(texts[text][index]) }
        let product = (value ^ seed.0).multipliedFullWidth(by: seed.1)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }

    private func longHash(_ piece: Piece, in text: Int) -> Int {
        var hasher = Hasher()
        texts[text].withUnsafeBytes { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[piece.range]))
        }
        return hasher.finalize()
    }

    private func isEqual(_ piece: Piece, _ text: Int, _ candidate: Int) -> Bool {
        let other = firsts[candidate]
        return texts[text][piece.range]
            .elementsEqual(texts[Int(other.text)][Int(other.start)..<Int(other.end)])
    }
}
