internal import CDeflate

/// What a PNG's chunks say of its colours.
///
/// The order is that of the PNG specification, third edition, 4.3: cICP, iCCP, sRGB, then gAMA and
/// cHRM; the first that can be used counts.
struct PNGColours {
    private var chunks: [String: ArraySlice<UInt8>] = [:]
    private let limits: ImageLimits

    init(of file: [UInt8], limits: ImageLimits) {
        self.limits = limits
        var at = PNGChunk.signature.count
        while file.count - at >= 12 {
            let type = String(decoding: file[(at + 4)..<(at + 8)], as: UTF8.self)
            let length = Int(file.bigEndian32(at: at))
            guard type != "IDAT", length <= file.count - at - 12 else { return }
            if Self.known.contains(type), chunks[type] == nil {
                chunks[type] = file[(at + 8)..<(at + 8 + length)]
            }
            at += 12 + length
        }
    }

    private static let known: Set = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM"]

    var description: ColourDescription {
        let coded = chunks["cICP"].map { Self.coded(Array($0)) }
        if let coded, case .unusable = coded {
        } else if let coded {
            return coded
        }
        if let profile = chunks["iCCP"] { return Self.profile(profile, limits) }
        if chunks["sRGB"] != nil { return .sRGB }
        if chunks["gAMA"] != nil || chunks["cHRM"] != nil { return measured }
        return coded ?? .sRGB
    }

    private static func profile(
        _ chunk: ArraySlice<UInt8>, _ limits: ImageLimits
    ) -> ColourDescription {
        guard let end = chunk.prefix(80).firstIndex(of: 0), chunk.endIndex - end > 8,
            chunk[end + 1] == 0
        else { return .unusable("its colour profile can't be unpacked") }
        switch inflated(chunk[(end + 2)...], limit: limits.maxProfileBytes) {
        case .some(let bytes) where bytes.isEmpty: return .tooLong(limits)
        case .some(let bytes): return .profile(bytes)
        case nil: return .unusable("its colour profile can't be unpacked")
        }
    }

    /// Unpacks into room that doubles, so that a small chunk can't ask for much.
    ///
    /// - Returns: Nothing in it where it is longer than the limit; nil where it is damaged.
    private static func inflated(_ packed: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        guard let unpacker = libdeflate_alloc_decompressor() else { return nil }
        defer { libdeflate_free_decompressor(unpacker) }
        var room = min(limit, max(4096, packed.count * 2))
        while true {
            var outcome = LIBDEFLATE_SUCCESS
            let out = packed.withUnsafeBytes { source in
                [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                    outcome = libdeflate_zlib_decompress(
                        unpacker, source.baseAddress, source.count, buffer.baseAddress, room, &count
                    )
                    if outcome != LIBDEFLATE_SUCCESS { count = 0 }
                }
            }
            switch outcome {
            case LIBDEFLATE_SUCCESS: return out.isEmpty ? nil : out
            case LIBDEFLATE_INSUFFICIENT_SPACE where room < limit: room = min(limit, room * 2)
            case LIBDEFLATE_INSUFFICIENT_SPACE: return []
            default: return nil
            }
        }
    }

    /// gAMA and cHRM, in hundred thousandths.
    private var measured: ColourDescription {
        var space = ColourSpace.sRGB
        space.name = "the PNG's own primaries and gamma"
        if let chunk = chunks["gAMA"] {
            guard chunk.count == 4 else { return .unusable("its gamma can't be read") }
            let gamma = Double(Array(chunk).bigEndian32(at: 0)) / 100_000
            guard (0.1...10).contains(gamma) else {
                return .unusable("its gamma of \(gamma) is none")
            }
            // 1/2.2 is what every program writes for sRGB's curve.
            space.curve = abs(gamma - 0.45455) < 0.005 ? .sRGB : .power(1 / gamma)
        }
        if let chunk = chunks["cHRM"] {
            guard chunk.count == 32 else { return .unusable("its primaries can't be read") }
            let bytes = Array(chunk)
            let places = (0..<4).map { index in
                ColourSpace.Place(
                    x: Double(bytes.bigEndian32(at: index * 8)) / 100_000,
                    y: Double(bytes.bigEndian32(at: index * 8 + 4)) / 100_000)
            }
            (space.white, space.red) = (places[0], places[1])
            (space.green, space.blue) = (places[2], places[3])
            guard space.isPossible else { return .unusable("its primaries are no colours") }
        }
        return space.isSRGB ? .sRGB : .space(space)
    }

    /// Coding-independent code points: ITU-T H.273, tables 2 and 3.
    private static func coded(_ chunk: [UInt8]) -> ColourDescription {
        guard chunk.count == 4 else { return .unusable("its cICP chunk can't be read") }
        let words = chunk.map(String.init).joined(separator: ", ")
        let unusable = ColourDescription.unusable("its cICP code points \(words) are not supported")
        guard chunk[2] == 0, chunk[3] == 1 else { return unusable }
        if chunk[1] == 16 || chunk[1] == 18 {
            return .unusable("it has a high dynamic range (cICP \(words)), which sRGB can't hold")
        }
        guard var space = primaries(chunk[0]), let curve = curve(chunk[1]) else { return unusable }
        space.curve = curve
        return space.isSRGB ? .sRGB : .space(space)
    }

    private static func primaries(_ code: UInt8) -> ColourSpace? {
        func space(
            _ name: String, _ red: (Double, Double), _ green: (Double, Double),
            _ blue: (Double, Double), white: ColourSpace.Place = ColourSpace.d65
        ) -> ColourSpace {
            ColourSpace(
                name: name, red: .init(x: red.0, y: red.1), green: .init(x: green.0, y: green.1),
                blue: .init(x: blue.0, y: blue.1), white: white, curve: .sRGB)
        }
        return switch code {
        case 1: .sRGB
        case 5: space("BT.601 (625 lines)", (0.64, 0.33), (0.29, 0.60), (0.15, 0.06))
        case 6, 7: space("BT.601 (525 lines)", (0.63, 0.34), (0.31, 0.595), (0.155, 0.07))
        case 9: space("BT.2020", (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
        case 11:
            space(
                "DCI-P3", (0.68, 0.32), (0.265, 0.69), (0.15, 0.06),
                white: .init(x: 0.314, y: 0.351))
        case 12: space("Display P3", (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
        default: nil
        }
    }

    private static func curve(_ code: UInt8) -> ColourSpace.Curve? {
        switch code {
        case 1, 6, 14, 15: .video
        case 4: .power(2.2)
        case 5: .power(2.8)
        case 8: .power(1)
        case 13: .sRGB
        default: nil
        }
    }
}
