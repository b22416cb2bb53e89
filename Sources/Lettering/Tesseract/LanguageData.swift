#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where tesseract's data of languages lie.
enum LanguageData {
    private static let folders = [
        "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata",
        "/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata",
    ]

    /// The folder that holds every language.
    ///
    /// - Parameters:
    ///   - languages: Tesseract's names of them.
    ///   - folder: The only folder to look in; nil looks where systems put them.
    /// - Returns: The folder.
    /// - Throws: ``LetteringError`` that names the language and the package.
    static func folder(
        of languages: [String], in folder: String?
    ) throws(LetteringError) -> String {
        guard 1...8 ~= languages.count else {
            throw .badLanguage(languages.joined(separator: ", "))
        }
        for language in languages where !isName(language) { throw .badLanguage(language) }
        let candidates: [String] = folder.map { [$0] } ?? folders.filter { access($0, R_OK) == 0 }
        guard let first = candidates.first else {
            throw .noLanguage(languages[0], folder: nil)
        }
        for candidate in candidates
        where languages.allSatisfy({ isThere($0, in: candidate) }) {
            return candidate
        }
        let missing = languages.first { !isThere($0, in: first) } ?? languages[0]
        throw .noLanguage(missing, folder: first)
    }

    private static func isThere(_ language: String, in folder: String) -> Bool {
        access("\(folder)/\(language).traineddata", R_OK) == 0
    }

    /// Names become parts of paths, so they may hold nothing else.
    private static func isName(_ text: String) -> Bool {
        1...32 ~= text.utf8.count
            && text.utf8.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
                    || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "_")
            }
    }
}
