import Candid
import Foundation
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

    /// The poster's word set on an arc, each letter turned with it.
    private func arc(_ text: String) async throws -> Pixmap {
        let flat = try picture("a poster that says \"\(text)\"")
        let found = try await Tesseract().read(flat)
        let box = try #require(found.words.first { $0.isSure }).box
        let radius = Double(box.width) * 0.55
        let side = box.width * 2
        let ground = Array(
            flat.rgba[
                ((box.y - 3) * flat.width + box.x) * 4..<((box.y - 3) * flat.width + box.x) * 4 + 4]
        )
        var rgba: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                let (dx, dy) = (Double(x - side / 2), Double(y) - Double(side) * 0.7)
                let along = Double(box.x + box.width / 2) + atan2(dx, -dy) * radius
                let down =
                    Double(box.y + box.height / 2) + radius - (dx * dx + dy * dy).squareRoot()
                let (column, row) = (Int(along.rounded()), Int(down.rounded()))
                let isOn =
                    column >= box.x - 4 && column < box.x + box.width + 4
                    && row >= box.y - 2 && row < box.y + box.height + 2
                let at = (row * flat.width + column) * 4
                rgba += isOn ? Array(flat.rgba[at..<(at + 4)]) : ground
            }
        }
        return Pixmap(width: side, height: side, rgba: rgba)
    }

    @Test func `a word on an arc is read along the arc`() async throws {
        let found = try await Tesseract().read(try await arc("MORNING"))
        #expect(found.match("MORNING")?.isFound == true, "\(found.readings)")
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
