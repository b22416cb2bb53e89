public import Candid
public import Pixels

/// Reads the lettering in pictures with tesseract.
///
/// ```swift
/// let found = try await Tesseract(languages: ["eng", "kor"]).read(pixmap)
/// ```
///
/// Every picture is looked at in several ways: as a page, as scattered words, and line by line, where
/// the lines are found by the picture's own contrast, laid flat, and read once in greys and once in
/// black and white. What several looks read alike is believed; what one of them sees in a texture is
/// not.
public struct Tesseract: Sendable {
    /// The languages that it reads, by tesseract's names.
    public let languages: [String]
    private let library: TesseractLibrary
    private let folder: String
    private let pool: EnginePool

    /// Opens the library; engines start when the first picture is read.
    ///
    /// - Parameters:
    ///   - languages: Tesseract's names, such as `eng` and `kor`; one to eight.
    ///   - dataFolder: Where the languages' data lie; nil looks where systems put them.
    ///   - engines: The most pictures that are read at a time.
    /// - Throws: ``LetteringError`` that names what to install.
    public init(
        languages: [String] = ["eng", "kor"], dataFolder: String? = nil, engines: Int = 2
    ) throws(LetteringError) {
        let folder = try LanguageData.folder(of: languages, in: dataFolder)
        let library = try TesseractLibrary()
        self.languages = languages
        self.library = library
        self.folder = folder
        pool = EnginePool(limit: max(1, engines)) {
            try TesseractEngine(library, languages: languages, folder: folder)
        }
    }

    /// The library's version and its languages, such as `tesseract 5.3.0 (eng, kor)`.
    public var description: String {
        let version = library.version().map { String(cString: $0) } ?? "unknown"
        return "tesseract \(version) (\(languages.joined(separator: ", ")))"
    }

    /// Reads a picture.
    ///
    /// - Throws: ``LetteringError`` if no engine starts.
    public func read(_ pixmap: Pixmap) async throws -> FoundLettering {
        let picture = GreyPicture(pixmap)
        return try await pool.withEngine { engine in
            await engine.run { engine in
                let found = PictureLooks(picture).found(engine)
                return Assembly(found, width: picture.width, height: picture.height).found
            }
        }
    }
}
