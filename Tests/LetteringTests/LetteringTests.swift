import Candid
import Lettering
import Pixels
import Sketch
import Testing

@Suite struct LetteringTests {
    private func picture(
        _ prompt: String, _ width: Int = 512, _ height: Int = 512
    ) throws -> Pixmap {
        let request = SketchRequest(prompt: prompt, width: width, height: height, seed: 4)
        return try Pixmap(decoding: Illustrator().draw(request).bytes)
    }

    @Test(arguments: ["NO PARKING", "책방"])
    func `a sign is read in English and Korean, and its place is on the sign`(
        _ text: String
    ) async throws {
        let pixmap = try picture("a poster that says \"\(text)\"")
        let found = try await Tesseract().read(pixmap)
        let match = try #require(found.match(text))
        #expect(found.isPresent)
        #expect(match.isFound, "\(found.words)")
        for word in found.words {
            #expect(word.box.fits(width: pixmap.width, height: pixmap.height))
        }
    }

    @Test(arguments: ["a red apple on a white background", "a mountain lake with a boat"])
    func `a picture without lettering has none`(_ prompt: String) async throws {
        let found = try await Tesseract().read(try picture(prompt))
        #expect(!found.isPresent, "\(found.text)")
    }

    @Test func `pictures are read at the same time by separate engines`() async throws {
        let tesseract = try Tesseract(engines: 2)
        let pixmap = try picture("a poster that says \"OPEN\"", 320, 320)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 { group.addTask { try await tesseract.read(pixmap).text } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(texts).count == 1)
    }

    @Test func `a missing language names the package to install`() {
        #expect {
            _ = try Tesseract(
                languages: ["eng", "chi_sim"], dataFolder: "/usr/share/tesseract-ocr")
        } throws: { error in
            "\(error)".contains("apt-get install tesseract-ocr-eng")
        }
    }

    @Test(arguments: ["../eng", "", "a/b", "eng kor"])
    func `a name that is no language is refused before a file is touched`(_ name: String) {
        #expect(throws: LetteringError.badLanguage(name)) { _ = try Tesseract(languages: [name]) }
    }
}
