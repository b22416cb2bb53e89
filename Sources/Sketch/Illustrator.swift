internal import Pixels

/// The embedded picture engine: draws a prompt by composing illustrations.
///
/// It reads the prompt as a **bag of words**, like the image models it stands for: what is named is
/// drawn, and negation is not understood. "A street with no people" draws people. Every word that
/// leaves no trace in the picture is listed in ``Drawing/notDrawn``.
///
/// The same request, seed and ``version`` give the same bytes, on any thread.
///
///     let drawing = try Illustrator().draw(.init(prompt: "a red bicycle and a cat"))
public struct Illustrator: Sendable {
    let library: ArtLibrary
    let vocabulary: Vocabulary
    private let typesetter = Typesetter()

    /// Opens the embedded art; takes a few milliseconds, so keep the illustrator.
    public init() {
        library = ArtLibrary()
        vocabulary = Vocabulary(library)
    }

    /// Everything that decides the pixels: engine, art, libraries and pinned fonts.
    public static var version: String { EngineVersion.description }

    /// The first names of everything that can be drawn, in alphabetical order.
    public var subjects: [String] {
        var names: [String] = []
        for subject in library.subjects where !names.contains(subject.name) {
            names.append(subject.name)
        }
        return names.sorted()
    }

    /// The first names of the places, in alphabetical order.
    public var places: [String] { library.places.map(\.name).sorted() }

    /// The names of the styles.
    public static var styles: [String] { Style.allCases.map(\.rawValue) }

    /// Draws a picture.
    public func draw(_ request: SketchRequest) throws(SketchError) -> Drawing {
        let composition = try composition(of: request)
        let progress: ScenePainter.Progress = request.quality.isFinished ? .finished : .unfinished
        let drawing = try draw(composition, request, progress)
        guard request.format == .png else { return drawing }
        return Drawing(
            bytes: try EditHistory(request).embedded(in: drawing.bytes), scene: drawing.scene,
            notDrawn: drawing.notDrawn)
    }

    /// Earlier states of the same picture, whole pictures each: the place, rough shapes, no finish.
    ///
    /// - Parameters:
    ///   - request: The picture.
    ///   - count: How many, from 1 to 3; fewer leave out the middle ones.
    /// - Throws: ``SketchError``.
    /// - Returns: The files, from the earliest.
    public func partials(
        _ request: SketchRequest, count: Int
    ) throws(SketchError) -> [[UInt8]] {
        let stages: [ScenePainter.Progress]
        switch count {
        case 1: stages = [.rough]
        case 2: stages = [.place, .rough]
        case 3: stages = [.place, .rough, .unfinished]
        default: throw .partials(count)
        }
        let composition = try composition(of: request)
        var out: [[UInt8]] = []
        for stage in stages { out.append(try draw(composition, request, stage).bytes) }
        return out
    }

    // MARK: The way of a picture

    func composition(of request: SketchRequest) throws(SketchError) -> Composition {
        try check(request)
        var wish = Reader.wish(of: request.prompt, vocabulary: vocabulary, library: library)
        switch request.background {
        case .auto: break
        case .opaque: wish.transparent = false
        case .transparent: wish.transparent = true
        }
        let style = try style(of: request, wish)
        if wish.transparent, request.format == .jpeg { throw .transparentJPEG }
        let setting = Setting(library: library, wish: wish)
        let place = setting.place()
        let light = setting.light(in: place)
        var dice = Dice(seed: request.seed, stream: "stage")
        let stage = Stage(
            width: request.width, height: request.height, place: wish.transparent ? nil : place,
            dice: &dice)
        let isFree = wish.lettering.contains {
            LetterPainter.carrier(of: $0, wish: wish, library: library) == nil
        }
        var composer = Composer(
            library: library, wish: wish, stage: stage, light: light,
            hasBanner: isFree && !wish.things.isEmpty,
            seed: request.seed)
        return Composition(
            stage: stage, light: light, wish: wish, style: style, seed: request.seed,
            items: try composer.items(),
            banner: isFree ? Self.banner(on: stage, alone: wish.things.isEmpty) : nil)
    }

    static func banner(on stage: Stage, alone: Bool) -> Box {
        alone
            ? Box(
                x: stage.width * 0.1, y: stage.height * 0.26, width: stage.width * 0.8,
                height: stage.height * 0.42)
            : Box(
                x: stage.width * 0.08, y: stage.height * 0.05, width: stage.width * 0.84,
                height: stage.height * 0.2)
    }

    private func style(of request: SketchRequest, _ wish: Wish) throws(SketchError) -> Style {
        var style = wish.style ?? .illustration
        if let name = request.style {
            guard let named = Style(named: name) else { throw .unknownStyle(name) }
            style = named
        }
        if request.format == .svg, style.needsPixels {
            throw .styleNeedsPixels(style: style.rawValue)
        }
        return style
    }

    private func check(_ request: SketchRequest) throws(SketchError) {
        guard request.prompt.contains(where: { !$0.isWhitespace }) else { throw .emptyPrompt }
        let (short, long) = (min(request.width, request.height), max(request.width, request.height))
        guard short >= 16, long <= 3840, short * long <= 3840 * 2160 else {
            throw .size(width: request.width, height: request.height)
        }
        if request.format == .jpeg, request.background == .transparent { throw .transparentJPEG }
        guard let compression = request.compression else { return }
        let takes = request.format == .jpeg || request.format == .webp
        guard takes, (0...100).contains(compression) else {
            throw .compression(compression, format: request.format.rawValue)
        }
    }

    private func draw(
        _ composition: Composition, _ request: SketchRequest, _ progress: ScenePainter.Progress
    ) throws(SketchError) -> Drawing {
        var painter = ScenePainter(
            composition, library: library, typesetter: typesetter, progress: progress)
        let svg = try painter.svg()
        let bytes = try Darkroom(request: request, style: composition.style).bytes(of: svg)
        let record = Record(composition: composition, painter: painter)
        return Drawing(
            bytes: bytes, scene: record.scene, notDrawn: record.notDrawn(in: request.prompt))
    }

    /// What an instruction asks to be changed.
    func instruction(_ text: String) -> Instruction {
        Instruction(text, vocabulary: vocabulary, library: library)
    }

    /// A composition's pixels, and what they show.
    func pixmap(
        _ composition: Composition, _ request: SketchRequest
    ) throws(SketchError) -> (pixmap: Pixmap, record: Record) {
        var painter = ScenePainter(
            composition, library: library, typesetter: typesetter,
            progress: request.quality.isFinished ? .finished : .unfinished)
        let svg = try painter.svg()
        let pixmap = try Darkroom(request: request, style: composition.style).pixmap(of: svg)
        return (pixmap, Record(composition: composition, painter: painter))
    }
}
