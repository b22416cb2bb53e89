/// Which faults strike: decided by a seed, so that the same requests meet the same faults.
struct FaultPlan: Sendable {
    /// The faults that stand until they are changed.
    var standing: [Fault]
    private let seed: UInt64
    private var struck: [FaultKind: Int] = [:]
    private var drawn: [FaultKind: UInt64] = [:]

    init(_ standing: [Fault], seed: UInt64) {
        self.standing = standing
        self.seed = seed
    }

    /// The faults of the next request, with what its own header adds; the header wins.
    mutating func next(with own: [Fault]) -> StruckFaults {
        var values: [FaultKind: String?] = [:]
        for fault in standing + own where strikes(fault) {
            values.updateValue(fault.value, forKey: fault.kind)
        }
        return StruckFaults(values: values)
    }

    mutating func reset() {
        struck = [:]
        drawn = [:]
    }

    private mutating func strikes(_ fault: Fault) -> Bool {
        if let first = fault.first, struck[fault.kind, default: 0] >= first { return false }
        if fault.rate < 1 {
            drawn[fault.kind, default: 0] += 1
            var state = seed ^ (drawn[fault.kind] ?? 0) &* 0x9E37_79B9_7F4A_7C15
            for byte in fault.kind.rawValue.utf8 { state = Self.mixed(state ^ UInt64(byte)) }
            guard Double(state >> 11) / Double(1 << 53) < fault.rate else { return false }
        }
        struck[fault.kind, default: 0] += 1
        return true
    }

    /// SplitMix64, Steele, Lea and Flood 2014.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var state = value &+ 0x9E37_79B9_7F4A_7C15
        state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
        return state ^ state >> 31
    }
}

/// The faults that strike one request.
struct StruckFaults: Sendable {
    let values: [FaultKind: String?]

    static let none = StruckFaults(values: [:])

    subscript(kind: FaultKind) -> Bool { values[kind] != nil }

    /// The value of a fault that takes one of a list; nil if it does not strike.
    func value(_ kind: FaultKind) -> String? {
        values[kind].map { $0 ?? kind.values.first ?? "" }
    }

    /// The value of a fault that takes a number; nil if it does not strike.
    func number(_ kind: FaultKind) -> Int? {
        values[kind].flatMap { $0.flatMap(Int.init) ?? kind.number?.standard }
    }

    /// The names, in alphabetical order.
    var names: [String] { values.keys.map(\.rawValue).sorted() }
}
