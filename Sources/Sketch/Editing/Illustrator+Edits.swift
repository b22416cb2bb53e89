internal import Pixels

/// A change to a picture.
public struct SketchEdit: Sendable {
    /// The file of the picture to change.
    public var picture: [UInt8]
    /// What to change; read as a bag of words.
    public var instruction: String
    /// A PNG of the picture's size: only where it is transparent may anything change.
    public var mask: [UInt8]?
    /// How the new picture is written.
    public var format: SketchFormat
    /// Quality of JPEG and WebP from 0 to 100; nil for 90.
    public var compression: Int?
    /// Chooses among equally good ways to draw something new.
    public var seed: UInt64

    /// Asks for a change.
    public init(
        picture: [UInt8], instruction: String, mask: [UInt8]? = nil, format: SketchFormat = .png,
        compression: Int? = nil, seed: UInt64 = 1
    ) {
        self.picture = picture
        self.instruction = instruction
        self.mask = mask
        self.format = format
        self.compression = compression
        self.seed = seed
    }
}

extension Illustrator {
    /// Draws a picture's scene again with one change; what does not change stays to the pixel.
    ///
    /// A PNG that the illustrator drew carries how it came about, and every change is possible: a
    /// thing's colour, material or size, light, style, place, weather, ground and lettering, adding,
    /// removing and replacing things. In any other picture it can draw things inside a mask, and
    /// change the light.
    ///
    /// - Throws: ``SketchError/change(_:)`` that names what can't be done.
    public func edit(_ edit: SketchEdit) throws(SketchError) -> Drawing {
        guard edit.instruction.contains(where: { !$0.isWhitespace }) else { throw .emptyPrompt }
        guard edit.format != .svg else {
            throw .change("A changed picture is kept as pixels; ask for PNG, JPEG or WebP.")
        }
        let given = try Self.pixmap(edit.picture, "picture")
        let mask = try edit.mask.map { file throws(SketchError) in
            try EditMask(file, for: given)
        }
        // A record of another size can't be this picture's, and drawing it would only cost time.
        if let history = EditHistory(in: edit.picture), history.version == Self.version,
            (history.width, history.height) == (given.width, given.height)
        {
            var playback = try Playback(history, illustrator: self)
            if playback.shown == given { return try playback.draw(edit, mask) }
        }
        return try Overpainting(illustrator: self, edit: edit, given: given, mask: mask).drawing()
    }

    static func pixmap(
        _ file: [UInt8], _ name: String
    ) throws(SketchError) -> Pixmap {
        do {
            return try Pixmap(decoding: file)
        } catch {
            throw .change("The \(name) can't be read: \(error)")
        }
    }
}

/// A history played again, step by step.
struct Playback {
    private(set) var history: EditHistory
    private let illustrator: Illustrator
    private var composition: Composition
    /// The composition's own pixels; what is shown differs where a mask held back a change.
    private(set) var drawn: Pixmap
    private(set) var shown: Pixmap
    private(set) var record: Record

    init(_ history: EditHistory, illustrator: Illustrator) throws(SketchError) {
        self.history = history
        self.illustrator = illustrator
        let request = history.request
        composition = try illustrator.composition(of: request)
        (drawn, record) = try illustrator.pixmap(composition, request)
        shown = drawn
        for (number, step) in history.steps.enumerated() {
            let mask = try step.mask.map { data throws(SketchError) in
                try EditMask([UInt8](data), for: shown)
            }
            try take(step.instruction, mask, number: number)
        }
    }

    /// One more change, and the file of it.
    mutating func draw(_ edit: SketchEdit, _ mask: EditMask?) throws(SketchError) -> Drawing {
        guard history.steps.count < EditHistory.mostSteps else {
            throw .change(
                "This picture was changed \(EditHistory.mostSteps) times, which is as often as sketch "
                    + "can; draw it anew from one prompt that says it all.")
        }
        if !illustrator.instruction(edit.instruction).asksForNothing {
            let before = shown
            try take(edit.instruction, mask, number: history.steps.count)
            guard shown != before else {
                throw .change("The change would not be seen: nothing of it lies inside the mask.")
            }
            history.steps.append(
                EditHistory.Step(
                    instruction: edit.instruction,
                    mask: try mask.map { m throws(SketchError) in
                        try m.file()
                    }))
        }
        var request = history.request
        (request.format, request.compression) = (edit.format, edit.compression)
        let file = try Darkroom(request: request, style: composition.style).file(of: shown)
        return Drawing(
            bytes: edit.format == .png ? try history.embedded(in: file) : file,
            scene: record.scene,
            notDrawn: illustrator.instruction(edit.instruction).wish.notDrawn)
    }

    private mutating func take(
        _ instruction: String, _ mask: EditMask?, number: Int
    ) throws(SketchError) {
        var editor = SceneEditor(
            composition, illustrator.instruction(instruction), area: mask?.area, step: number,
            library: illustrator.library)
        composition = try editor.edited()
        let new = try illustrator.pixmap(composition, history.request)
        shown = shown.taking(new.pixmap, whereItDiffersFrom: drawn, mask)
        (drawn, record) = new
    }
}

/// A change to a picture that the illustrator did not draw.
private struct Overpainting {
    let illustrator: Illustrator
    let edit: SketchEdit
    let given: Pixmap
    let mask: EditMask?

    private var request: SketchRequest {
        SketchRequest(
            prompt: edit.instruction, width: given.width, height: given.height, seed: edit.seed,
            format: edit.format, compression: edit.compression, background: .transparent)
    }

    func drawing() throws(SketchError) -> Drawing {
        let instruction = illustrator.instruction(edit.instruction)
        let wish = instruction.wish
        var pixmap = given
        var scene: SceneRecord?
        if instruction.asksForNothing {
            return try finished(given, nil, wish)
        }
        if instruction.verb != .remove, !wish.things.isEmpty || !wish.lettering.isEmpty {
            guard let mask else { throw unknown }
            (pixmap, scene) = try drawn(inside: mask, request)
        } else if let light = wish.light, instruction.verb != .remove {
            pixmap = given.lit(by: light, mask)
        } else {
            throw unknown
        }
        guard pixmap != given else {
            throw .change("The change would not be seen: nothing of it lies inside the mask.")
        }
        return try finished(pixmap, scene, wish)
    }

    private func finished(
        _ pixmap: Pixmap, _ scene: SceneRecord?, _ wish: Wish
    ) throws(SketchError) -> Drawing {
        Drawing(
            bytes: try Darkroom(request: request, style: .illustration).file(of: pixmap),
            scene: scene
                ?? SceneRecord(
                    engine: Illustrator.version, width: given.width, height: given.height,
                    seed: edit.seed, style: "unknown", place: "unknown", ground: [:],
                    light: wish.light?.rawValue ?? "unknown", weather: [], things: [],
                    lettering: []),
            notDrawn: wish.notDrawn)
    }

    /// Draws what is named over the part that is free.
    private func drawn(
        inside mask: EditMask, _ whole: SketchRequest
    ) throws(SketchError) -> (Pixmap, SceneRecord) {
        let area = mask.area
        var request = whole
        (request.width, request.height) = (max(16, Int(area.width)), max(16, Int(area.height)))
        request.format = .png
        let composition = try illustrator.composition(of: request)
        let (patch, record) = try illustrator.pixmap(composition, request)
        let out = given.painted(with: patch, left: Int(area.x), top: Int(area.y), mask)
        return (out, record.scene.moved(right: Int(area.x), down: Int(area.y), in: given))
    }

    private var unknown: SketchError {
        .change(
            "sketch did not draw this picture, or it was altered since. In such a picture it can draw "
                + "things or lettering inside a mask, and change the light; give a mask, or a PNG as "
                + "sketch made it.")
    }
}

extension SceneRecord {
    /// The record of a patch, in the pixels of the picture that it lies in.
    fileprivate func moved(right: Int, down: Int, in picture: Pixmap) -> SceneRecord {
        var scene = self
        (scene.width, scene.height) = (picture.width, picture.height)
        scene.place = "unknown"
        for index in scene.things.indices {
            scene.things[index].box[0] += right
            scene.things[index].box[1] += down
        }
        for index in scene.lettering.indices {
            scene.lettering[index].box[0] += right
            scene.lettering[index].box[1] += down
        }
        return scene
    }
}
