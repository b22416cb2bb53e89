import Pixels

/// Where things stand in a picture, as far as its engine told.
public struct PicturePlaces: Hashable, Sendable {
    private var boxes: [String: [PictureBox]] = [:]

    /// Reads what the engine told of the first picture; nothing for most engines.
    public init(_ receipt: Receipt?) {
        guard let text = receipt?.report?.scenes.first, let scene = JSONValue(text: text) else {
            return
        }
        for thing in scene["things"]?.list ?? [] {
            guard let name = thing["name"]?.text, let box = PictureBox(thing["box"]) else {
                continue
            }
            boxes[Self.key(name), default: []].append(box)
        }
    }

    /// The rectangle around everything of a name, such as `red apples`, whose last word counts; nil
    /// where none is known.
    func box(of name: String) -> PictureBox? {
        guard let last = name.split(separator: " ").last else { return nil }
        return boxes[Self.key(String(last))].flatMap { PictureBox(around: $0) }
    }

    /// The rectangle around everything that some words name.
    func box(namedIn words: Prompt) -> PictureBox? {
        let found = SaidWords(words).content.compactMap { index in
            boxes[Self.key(SaidWords(words).words[index].text)]
        }
        return PictureBox(around: found.flatMap(\.self))
    }

    private static func key(_ name: String) -> String {
        let word = name.lowercased()
        return WordForm.stem(IrregularForms.bases[word] ?? WordForm.withoutPlural(word))
    }
}

extension PictureBox {
    /// The rectangle around rectangles; nil where there is none.
    init?(around boxes: [PictureBox]) {
        guard let left = boxes.map(\.x).min(), let top = boxes.map(\.y).min(),
            let right = boxes.map({ $0.x + $0.width }).max(),
            let bottom = boxes.map({ $0.y + $0.height }).max()
        else { return nil }
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Reads left, top, width and height; nil for anything else, and for what has no area.
    fileprivate init?(_ json: JSONValue?) {
        let numbers = json?.list?.compactMap(\.number).compactMap { Int(exactly: $0) } ?? []
        guard numbers.count == 4, numbers.allSatisfy({ 0...(1 << 20) ~= $0 }), numbers[2] > 0,
            numbers[3] > 0
        else { return nil }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    /// The rectangle with a margin, within a picture; nil where it would cover most of it.
    func widened(by share: Double, in size: Size) -> PictureBox? {
        let margin = max(8, Int(Double(max(width, height)) * share))
        let wide = grown(by: margin, width: size.width, height: size.height)
        guard wide.width > 0, wide.height > 0, wide.fits(width: size.width, height: size.height),
            wide.area * 10 < size.width * size.height * 6
        else { return nil }
        return wide
    }
}
