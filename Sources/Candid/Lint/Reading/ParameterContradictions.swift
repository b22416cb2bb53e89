extension Reading {
    /// What the words say against what the request's parameters say.
    func reportParameters(_ findings: inout Findings) {
        let parameters = findings.configuration.parameters
        guard parameters != LintConfiguration.Parameters() else { return }
        reportShape(parameters, &findings)
        reportPictureCount(parameters, &findings)
        reportStyle(parameters, &findings)
        guard parameters.background?.lowercased() == "transparent" else { return }
        for index in tokens.indices
        where traits(index).contains(.backdrop) && !tokens[index].flags.contains(.quoted) {
            findings.add(
                range(index..<index + Int(tokens[index].span)),
                "The request asks for a transparent ground; the words ask for this one.")
        }
    }

    private func reportShape(
        _ parameters: LintConfiguration.Parameters, _ findings: inout Findings
    ) {
        guard let width = parameters.width, let height = parameters.height, width > 0, height > 0
        else { return }
        for index in tokens.indices {
            if let ratio = ratio(index) {
                let asked = Double(ratio.0) / Double(ratio.1)
                let sent = Double(width) / Double(height)
                if abs(asked / sent - 1) > 0.05 {
                    findings.add(
                        range(index..<index + 3),
                        "The words ask for \(ratio.0):\(ratio.1); the request sends \(width)x\(height)."
                    )
                }
            } else if traits(index).contains(.shape), !fits(index, width, height) {
                findings.add(
                    range(index..<index + Int(tokens[index].span)),
                    "The words ask for another shape than the request's \(width)x\(height).")
            }
        }
    }

    private func fits(_ index: Int, _ width: Int, _ height: Int) -> Bool {
        switch word(index) {
        case .portrait, .vertical: height > width
        case .landscape, .horizontal, .widescreen, .panoramic: width > height
        case .square: width == height
        default: true
        }
    }

    /// “four images” against `n`.
    private func reportPictureCount(
        _ parameters: LintConfiguration.Parameters, _ findings: inout Findings
    ) {
        guard let count = parameters.count else { return }
        for index in tokens.indices {
            guard let asked = number(index), asked != UInt64(count),
                word(index + 1) == .images || word(index + 1) == .pictures
            else { continue }
            findings.add(
                range(index..<index + 2),
                "The words ask for \(asked) pictures; the request asks for \(count).")
        }
    }

    /// “watercolor” against the style `photorealistic`.
    private func reportStyle(
        _ parameters: LintConfiguration.Parameters, _ findings: inout Findings
    ) {
        guard let style = parameters.style else { return }
        let wanted = Reading(Prompt(style)).traits
        let pairs: [(Traits, Traits)] = [
            (.photographic, .handmade), (.handmade, .photographic), (.monochrome, .colourful),
            (.colourful, .monochrome), (.minimal, .intricate), (.intricate, .minimal),
        ]
        for (given, opposite) in pairs where wanted.contains(given) && !wanted.contains(opposite) {
            for index in tokens.indices
            where traits(index).contains(opposite) && !traits(index).contains(given)
                && !tokens[index].flags.contains(.quoted)
            {
                findings.add(
                    range(index..<index + Int(tokens[index].span)),
                    "The request's style is \(style); the words ask for the opposite.")
            }
        }
    }
}
