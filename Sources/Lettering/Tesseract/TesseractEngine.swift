/// One engine of tesseract, which can read one picture at a time.
actor TesseractEngine {
    /// How a picture is taken apart.
    enum Layout: CInt {
        /// As a page of text, in any direction.
        case page = 3
        /// As one line.
        case line = 7
        /// As words that may stand anywhere.
        case scattered = 11
    }

    /// A word as tesseract gives it.
    struct Word: Sendable {
        let text: String
        /// From 0 to 100.
        let confidence: Double
        /// Left, top, right and bottom in pixels of the picture that was read.
        let box: (left: Int, top: Int, right: Int, bottom: Int)
        let startsLine: Bool
    }

    /// Closes the engine together with its owner.
    private final class Handle {
        let library: TesseractLibrary
        let engine: TesseractLibrary.Engine

        init(_ library: TesseractLibrary, _ engine: TesseractLibrary.Engine) {
            self.library = library
            self.engine = engine
        }

        deinit { library.delete(engine) }
    }

    private let handle: Handle

    /// Starts an engine; takes a tenth of a second.
    ///
    /// - Throws: ``LetteringError/notStarted(languages:folder:)``.
    init(
        _ library: TesseractLibrary, languages: [String], folder: String
    ) throws(LetteringError) {
        let names = languages.joined(separator: "+")
        guard let engine = library.create() else {
            throw .notStarted(languages: languages, folder: folder)
        }
        handle = Handle(library, engine)
        guard library.start(engine, folder, names) == 0 else {
            throw .notStarted(languages: languages, folder: folder)
        }
        // Tesseract reports on its inner workings to standard error, which is for people.
        _ = library.set(engine, "debug_file", "/dev/null")
    }

    /// Runs something that reads many times without giving way to another picture.
    func run<Output: Sendable>(
        _ body: @Sendable (isolated TesseractEngine) -> Output
    ) -> Output {
        body(self)
    }

    /// Reads a picture.
    func words(in picture: GreyPicture, as layout: Layout) -> [Word] {
        let library = handle.library
        let engine = handle.engine
        // Four threads that wait for one another take six times as long as one, and this is a
        // thread's own setting, while OMP_THREAD_LIMIT would have to be set before the program.
        library.limitThreads?(0)
        library.setLayout(engine, layout.rawValue)
        let isRead = picture.pixels.withUnsafeBufferPointer { pixels in
            library.setPicture(
                engine, pixels.baseAddress, CInt(picture.width), CInt(picture.height), 1,
                CInt(picture.width))
            library.setResolution(engine, 150)
            return library.recognise(engine, nil) == 0
        }
        defer { library.clear(engine) }
        guard isRead, let words = library.words(engine) else { return [] }
        defer { library.deleteWords(words) }
        var found: [Word] = []
        repeat {
            if let word = word(words) { found.append(word) }
        } while library.next(words, Self.wordLevel) != 0
        return found
    }

    private static let lineLevel: CInt = 2
    private static let wordLevel: CInt = 3

    private func word(_ words: TesseractLibrary.Words) -> Word? {
        let library = handle.library
        guard let text = library.text(words, Self.wordLevel) else { return nil }
        defer { library.deleteText(text) }
        let string = String(cString: text)
        guard string.contains(where: { !$0.isWhitespace }) else { return nil }
        var (left, top, right, bottom): (CInt, CInt, CInt, CInt) = (0, 0, 0, 0)
        guard library.box(words, Self.wordLevel, &left, &top, &right, &bottom) != 0 else {
            return nil
        }
        return Word(
            text: string, confidence: Double(library.confidence(words, Self.wordLevel)),
            box: (Int(left), Int(top), Int(right), Int(bottom)),
            startsLine: library.startsLine(words, Self.lineLevel) != 0)
    }
}
