#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The functions of libtesseract that are used, found when the first picture is read.
///
/// Linked at start-up the library and the eighty that it needs cost every command 15 ms or more, so
/// it is opened only where something is read. Its C interface has kept these signatures since 4.1.
struct TesseractLibrary: Sendable {
    typealias Engine = OpaquePointer
    typealias Words = OpaquePointer
    typealias Name = UnsafePointer<CChar>
    typealias Number = UnsafeMutablePointer<CInt>

    let version: @convention(c) @Sendable () -> Name?
    let create: @convention(c) @Sendable () -> Engine?
    let delete: @convention(c) @Sendable (Engine) -> Void
    let start: @convention(c) @Sendable (Engine, Name?, Name?) -> CInt
    let set: @convention(c) @Sendable (Engine, Name, Name) -> CInt
    let setLayout: @convention(c) @Sendable (Engine, CInt) -> Void
    let setPicture:
        @convention(c) @Sendable (Engine, UnsafePointer<UInt8>?, CInt, CInt, CInt, CInt) -> Void
    let setResolution: @convention(c) @Sendable (Engine, CInt) -> Void
    let recognise: @convention(c) @Sendable (Engine, OpaquePointer?) -> CInt
    let clear: @convention(c) @Sendable (Engine) -> Void
    let words: @convention(c) @Sendable (Engine) -> Words?
    let deleteWords: @convention(c) @Sendable (Words) -> Void
    let text: @convention(c) @Sendable (Words, CInt) -> UnsafeMutablePointer<CChar>?
    let deleteText: @convention(c) @Sendable (UnsafeMutablePointer<CChar>) -> Void
    let confidence: @convention(c) @Sendable (Words, CInt) -> Float
    let box: @convention(c) @Sendable (Words, CInt, Number, Number, Number, Number) -> CInt
    let startsLine: @convention(c) @Sendable (Words, CInt) -> CInt
    let next: @convention(c) @Sendable (Words, CInt) -> CInt
    /// Keeps a thread's work on that thread; nil where tesseract was built without OpenMP.
    let limitThreads: (@convention(c) @Sendable (CInt) -> Void)?

    /// Opens the library.
    ///
    /// - Throws: ``LetteringError/noLibrary(reason:)`` or ``LetteringError/libraryTooOld(function:)``.
    init() throws(LetteringError) {
        let table = try SymbolTable(opening: Self.names)
        version = try table["TessVersion"]
        create = try table["TessBaseAPICreate"]
        delete = try table["TessBaseAPIDelete"]
        start = try table["TessBaseAPIInit3"]
        set = try table["TessBaseAPISetVariable"]
        setLayout = try table["TessBaseAPISetPageSegMode"]
        setPicture = try table["TessBaseAPISetImage"]
        setResolution = try table["TessBaseAPISetSourceResolution"]
        recognise = try table["TessBaseAPIRecognize"]
        clear = try table["TessBaseAPIClear"]
        words = try table["TessBaseAPIGetIterator"]
        deleteWords = try table["TessResultIteratorDelete"]
        text = try table["TessResultIteratorGetUTF8Text"]
        deleteText = try table["TessDeleteText"]
        confidence = try table["TessResultIteratorConfidence"]
        box = try table["TessPageIteratorBoundingBox"]
        startsLine = try table["TessPageIteratorIsAtBeginningOf"]
        next = try table["TessResultIteratorNext"]
        limitThreads = try? table["omp_set_max_active_levels"]
    }

    #if canImport(Darwin)
    private static let names = ["libtesseract.5.dylib", "/opt/homebrew/lib/libtesseract.5.dylib"]
    #else
    private static let names = ["libtesseract.so.5", "libtesseract.so.4"]
    #endif
}

/// The symbols of a library that is never closed again.
private struct SymbolTable {
    private let library: UnsafeMutableRawPointer

    init(opening names: [String]) throws(LetteringError) {
        for name in names {
            if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
                self.library = library
                return
            }
        }
        throw .noLibrary(reason: dlerror().map { String(cString: $0) } ?? "not found")
    }

    /// A function by its name; the wanted type is what the library's header declares.
    subscript<Function>(name: String) -> Function {
        get throws(LetteringError) {
            guard let address = dlsym(library, name) else { throw .libraryTooOld(function: name) }
            return unsafeBitCast(address, to: Function.self)
        }
    }
}
