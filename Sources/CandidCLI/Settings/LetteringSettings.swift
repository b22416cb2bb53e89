#if Lettering
import Candid
import Foundation
import Lettering

extension Settings {
    /// The languages in which lettering is read.
    var letteringLanguages: [String] {
        (values.lettering.languages ?? "eng, kor").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// What reads lettering.
    ///
    /// - Throws: ``CommandFailure`` that says what to install.
    func tesseract() throws -> Tesseract {
        do {
            return try Tesseract(
                languages: letteringLanguages,
                dataFolder: values.lettering.data.map { Self.expanded($0) })
        } catch {
            throw CommandFailure(.badInput, "\(error)")
        }
    }

    /// The reader as a function, for whatever checks lettering.
    func letteringReader() throws -> LetteringReader {
        let tesseract = try tesseract()
        return { try await tesseract.read($0) }
    }
}
#endif
