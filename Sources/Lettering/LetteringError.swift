/// Why lettering can't be read on this machine.
public enum LetteringError: Error, Equatable, Sendable {
    /// The library is not installed.
    case noLibrary(reason: String)
    /// The library lacks a function that is needed.
    case libraryTooOld(function: String)
    /// No language was asked for, too many were, or one has a name that can't be a language's.
    case badLanguage(String)
    /// A language's data are not installed.
    case noLanguage(String, folder: String?)
    /// The library did not start, although everything seems to be there.
    case notStarted(languages: [String], folder: String)
}

extension LetteringError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noLibrary(let reason):
            "lettering is read by tesseract, which is not installed (\(reason)). "
                + "Install it: apt-get install libtesseract5 tesseract-ocr-eng tesseract-ocr-kor"
        case .libraryTooOld(let function):
            "the installed tesseract has no function \(function). Candid needs version 4.1 or later."
        case .badLanguage(let name):
            "“\(name)” is no list of languages for reading lettering. Give tesseract's names, at most "
                + "eight, such as eng and kor (lettering.languages)."
        case .noLanguage(let name, let folder):
            "tesseract has no data for the language “\(name)”"
                + (folder.map { " in \($0)" } ?? "")
                + ". Install it: apt-get install \(Self.package(of: name)); or leave it out of "
                + "lettering.languages."
        case .notStarted(let languages, let folder):
            "tesseract does not start with the languages \(languages.joined(separator: ", ")) in "
                + "\(folder). Are its data complete, and of version 4 or later?"
        }
    }

    /// Debian's package with a language's data.
    public static func package(of language: String) -> String {
        "tesseract-ocr-" + language.replacing("_", with: "-").lowercased()
    }
}
