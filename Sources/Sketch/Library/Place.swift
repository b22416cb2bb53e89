/// Somewhere for things to be: the head of one file of `Art/places`.
struct Place: Sendable {
    let file: String
    let names: [String]
    let korean: [String]
    let outdoor: Bool
    /// The horizon or the wall's foot, in units of the file.
    let horizon: Double
    let far: Double
    let near: Double
    let water: ClosedRange<Double>?
    let parts: [Subject.Part]
    let size: Subject.Extent
    let text: StaticString

    var name: String { names[0] }

    init(file: String, text: StaticString) throws {
        let root = try MarkupParser.opening(of: text)
        self.file = file
        self.text = text
        names = try root.list("data-names")
        korean = root.items("data-korean")
        outdoor = root["data-outdoor"] == "true" || root["data-indoor"] == "false"
        horizon = try root.number("data-horizon")
        far = try root.number("data-far")
        near = try root.number("data-near")
        guard far < near else { throw ArtFault("data-far must lie above data-near") }
        let band = (root["data-water"] ?? "").split(separator: ",").compactMap { Double($0) }
        water = band.count == 2 && band[0] < band[1] ? band[0]...band[1] : nil
        parts = try root.colours()
        size = try root.viewBox()
    }
}

extension MarkupNode {
    func number(_ attribute: String) throws -> Double {
        guard let value = self[attribute].flatMap(Double.init) else {
            throw ArtFault("\(attribute) is missing or not a number")
        }
        return value
    }
}
