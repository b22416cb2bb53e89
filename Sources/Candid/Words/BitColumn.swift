/// One column of the table of common lengths, as differences: a zero bit is where the length grows.
///
/// Going to the next column is, for a value whose places are the bits of M,
/// V ← (V + (V ∧ M)) ∨ (V ∧ ¬M) over the whole of V as one number. Values that stand in many places
/// have M in full and go four columns at a time, which keeps the processor busy while a carry is on
/// its way; for the others only the words are touched that M touches or a carry runs into.
struct BitColumn {
    /// The bits.
    private(set) var words: [UInt64]

    /// For each value, where its runs of (word, mask) start.
    private var starts: [Int32]
    private var places: [Int32]
    private var masks: [UInt64]
    /// For each value, where its M in full starts; -1 if it has none.
    private var fullStarts: [Int32]
    private var full: [UInt64] = []

    /// The column before the first, for rows of these values.
    init(_ values: ArraySlice<Int32>, bound: Int, reversed: Bool) {
        let rows = reversed ? Array(values.reversed()) : Array(values)
        words = Array(repeating: .max, count: rows.count / 64 + 1)
        starts = Array(repeating: 0, count: bound + 1)
        fullStarts = Array(repeating: -1, count: bound)
        var last = Array(repeating: Int32(-1), count: bound)
        for (row, value) in rows.enumerated() where last[Int(value)] != Int32(row >> 6) {
            last[Int(value)] = Int32(row >> 6)
            starts[Int(value) + 1] += 1
        }
        for value in 0..<bound { starts[value + 1] += starts[value] }
        places = Array(repeating: -1, count: Int(starts[bound]))
        masks = Array(repeating: 0, count: Int(starts[bound]))
        fill(rows)
        fillDense(bound)
    }

    private mutating func fill(_ rows: [Int32]) {
        var free = starts
        for (row, value) in rows.enumerated() {
            var slot = Int(free[Int(value)])
            if slot > starts[Int(value)], places[slot - 1] == Int32(row >> 6) {
                slot -= 1
            } else {
                free[Int(value)] += 1
            }
            places[slot] = Int32(row >> 6)
            masks[slot] |= 1 << UInt64(row & 63)
        }
    }

    private mutating func fillDense(_ bound: Int) {
        for value in 0..<bound {
            let slots = Int(starts[value])..<Int(starts[value + 1])
            guard slots.count > words.count / 4 else { continue }
            fullStarts[value] = Int32(full.count)
            full += Array(repeating: 0, count: words.count)
            for slot in slots { full[Int(fullStarts[value]) + Int(places[slot])] = masks[slot] }
        }
    }

    /// Goes on by many columns.
    mutating func advance(through values: [Int32]) {
        var index = 0
        while index < values.count {
            if index + 4 <= values.count, (0..<4).allSatisfy({ isDense(values[index + $0]) }) {
                advanceFour(values, index)
                index += 4
            } else {
                advance(by: values[index])
                index += 1
            }
        }
    }

    private func isDense(_ value: Int32) -> Bool { fullStarts[Int(value)] >= 0 }

    /// Goes on by one column.
    mutating func advance(by value: Int32) {
        let slots = Int(starts[Int(value)])..<Int(starts[Int(value) + 1])
        words.withUnsafeMutableBufferPointer { words in
            places.withUnsafeBufferPointer { places in
                masks.withUnsafeBufferPointer { masks in
                    Self.advance(words, places, masks, slots)
                }
            }
        }
    }

    private mutating func advanceFour(_ values: [Int32], _ index: Int) {
        let one = Int(fullStarts[Int(values[index])])
        let two = Int(fullStarts[Int(values[index + 1])])
        let three = Int(fullStarts[Int(values[index + 2])])
        let four = Int(fullStarts[Int(values[index + 3])])
        words.withUnsafeMutableBufferPointer { words in
            full.withUnsafeBufferPointer { full in
                var carries = (false, false, false, false)
                for index in 0..<words.count {
                    var value = words[index]
                    value = Self.step(value, full[one &+ index], &carries.0)
                    value = Self.step(value, full[two &+ index], &carries.1)
                    value = Self.step(value, full[three &+ index], &carries.2)
                    words[index] = Self.step(value, full[four &+ index], &carries.3)
                }
            }
        }
    }

    @inline(__always)
    private static func step(_ value: UInt64, _ mask: UInt64, _ carry: inout Bool) -> UInt64 {
        let sum = value.addingReportingOverflow(value & mask)
        let total = sum.partialValue.addingReportingOverflow(carry ? 1 : 0)
        carry = sum.overflow != total.overflow
        return total.partialValue | value & ~mask
    }

    private static func advance(
        _ words: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeBufferPointer<Int32>,
        _ masks: UnsafeBufferPointer<UInt64>, _ slots: Range<Int>
    ) {
        var carry = false
        var next = 0
        for slot in slots {
            let place = Int(places[slot])
            while carry, next < place {
                words[next] = step(words[next], 0, &carry)
                next += 1
            }
            words[place] = step(words[place], masks[slot], &carry)
            next = place + 1
        }
        while carry, next < words.count {
            words[next] = step(words[next], 0, &carry)
            next += 1
        }
    }
}
