import ArgumentParser
import Candid

/// Colours and ground that a person wants, whatever the prompt says.
struct WantedLooks: ParsableArguments {
    @Option(
        name: .customLong("colour"),
        help: ArgumentHelp(
            "A colour that must be among the picture's: #rrggbb or a CSS name.",
            valueName: "colour"))
    var colours: [String] = []

    @Option(
        name: .customLong("ground"),
        help: ArgumentHelp(
            "What the ground must be: white, transparent, flat, no-border, or a colour.",
            valueName: "ground"))
    var grounds: [String] = []

    var isEmpty: Bool { colours.isEmpty && grounds.isEmpty }

    /// What is then claimed of the picture.
    ///
    /// - Throws: ``CommandFailure`` that names the word that is none.
    var claims: [Claim] {
        get throws { try Self.claims(colours, grounds) }
    }

    /// What is claimed of a picture whose colours and ground are said.
    ///
    /// - Throws: ``CommandFailure`` that names the word that is none.
    static func claims(_ colours: [String], _ grounds: [String]) throws -> [Claim] {
        let wrong = colours.first { WantedColour($0) == nil }
        if let wrong {
            throw CommandFailure(
                .badInput,
                "--colour: “\(wrong)” is no colour. Write it as #rrggbb, such as #e4002b, or by "
                    + "a CSS name, such as teal.")
        }
        if let wrong = grounds.first(where: { WantedGround($0) == nil }) {
            throw CommandFailure(
                .badInput,
                "--ground: “\(wrong)” is none of white, transparent, flat, no-border, and no "
                    + "colour such as #e4002b or teal.")
        }
        return colours.map { Claim(.colour, value: $0) }
            + grounds.map { Claim(.ground, value: $0) }
    }
}
