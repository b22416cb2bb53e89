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

    /// The reader, which is opened when it first reads; who asks for none pays for none.
    var letteringReader: LetteringReader? {
        let opened = OpenedOnce { try tesseract() }
        return LetteringReader(languages: letteringLanguages) { pixmap in
            try await opened.tesseract.read(pixmap)
        }
    }
}

/// A reader that all pictures share.
private actor OpenedOnce {
    private let open: @Sendable () throws -> Tesseract
    private var kept: Tesseract?

    init(_ open: @escaping @Sendable () throws -> Tesseract) {
        self.open = open
    }

    var tesseract: Tesseract {
        get throws {
            if let kept { return kept }
            let opened = try open()
            kept = opened
            return opened
        }
    }
}
#else
import Candid

extension Settings {
    /// Built without the trait, so nothing reads.
    var letteringReader: LetteringReader? { nil }
}
#endif
