import Pixels

extension Check {
    /// Whether a wanted colour is among the picture's own.
    static let palette = Check(
        name: "palette", summary: "Whether a wanted colour is there, by CIEDE2000."
    ) { claim, exhibits in
        guard claim.kind == .colour, let wanted = claim.value.flatMap({ WantedColour($0) }) else {
            return nil
        }
        let samples = ColourSamples(exhibits.picture)
        let lab = wanted.lab
        let distances = samples.colours.map { $0.difference(from: lab) }
        let share = Self.share(of: distances, within: wanted.tolerance)
        let nearby = Self.share(of: distances, within: 2 * wanted.tolerance)
        let colours = DominantColours(of: exhibits.picture, count: 8).entries
        let nearest = colours.map { $0.colour.difference(from: lab) }.min() ?? 100
        let evidence = [
            Evidence.figure("share", share), .figure("delta_e", nearest),
            .words("colours", colours.map(Self.words).joined(separator: ", ")),
        ]
        func verdict(_ outcome: Verdict.Outcome, _ reason: String) -> Verdict {
            Verdict(claim, outcome, by: "palette", because: reason, evidence)
        }
        if share >= 0.02 {
            return verdict(.confirmed, "\(Self.percent(share)) of the picture has it")
        }
        return nearby < 0.001
            ? verdict(.refuted, "nothing in the picture comes near it")
            : verdict(.inconclusive, "little of the picture comes near it")
    }

    private static func share(of distances: [Double], within limit: Double) -> Double {
        Double(distances.count { $0 <= limit }) / Double(max(1, distances.count))
    }

    private static func words(_ entry: DominantColours.Entry) -> String {
        "\(entry.colour.hex) \(percent(entry.share))"
    }

    private static func percent(_ share: Double) -> String {
        "\(max(1, Int((share * 100).rounded()))) %"
    }
}

/// Some thousand pixels from all over a picture, those that can be seen.
struct ColourSamples {
    private(set) var colours: [Lab] = []

    /// Enough that a fiftieth of a picture is some three hundred of them.
    private static let count = 16_384.0

    init(_ picture: Pixmap) {
        let area = Double(picture.width * picture.height)
        let step = max(1, Int((area / Self.count).squareRoot()))
        for y in stride(from: step / 2, to: picture.height, by: step) {
            for x in stride(from: step / 2, to: picture.width, by: step) {
                let at = (y * picture.width + x) * 4
                guard picture.rgba[at + 3] >= 128 else { continue }
                colours.append(picture.lab(at: at))
            }
        }
    }
}

extension Pixmap {
    /// The colour of the pixel whose bytes begin at a place, without its transparency.
    func lab(at place: Int) -> Lab {
        Lab(red: rgba[place], green: rgba[place + 1], blue: rgba[place + 2])
    }
}
