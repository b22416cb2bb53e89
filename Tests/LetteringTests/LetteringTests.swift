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

    /// The poster's word in white on a black outline, over noise of every level between.
    private func caption(_ text: String) async throws -> Pixmap {
        var pixmap = try picture("a poster that says \"\(text)\"")
        let found = try await Tesseract().read(pixmap)
        let box = try #require(found.words.first).box
        let levels = (0..<(pixmap.width * pixmap.height)).map { Int(pixmap.rgba[$0 * 4 + 1]) }
        let inside = levels.indices.filter { box.holds($0 % pixmap.width, $0 / pixmap.width) }
        let ground = inside.map { levels[$0] }.sorted()[inside.count / 8 * 7]
        let lowest = inside.map { levels[$0] }.min() ?? 0
        let letters = Set(inside.filter { levels[$0] < (ground + lowest) / 2 })
        var noise = UInt32(7)
        for index in levels.indices {
            noise = noise &* 1_664_525 &+ 1_013_904_223
            var level = 40 + UInt8(noise >> 24) / 3 * 2
            let (x, y) = (index % pixmap.width, index / pixmap.width)
            let around = (-2...2).flatMap { dy in (-2...2).map { dx in (x + dx, y + dy) } }
            if around.contains(where: { letters.contains($0.1 * pixmap.width + $0.0) }) {
                level = letters.contains(index) ? 255 : 0
            }
            for channel in 0..<3 { pixmap.rgba[index * 4 + channel] = level }
        }
        return pixmap
    }

    @Test func `a white caption on an outline is read over noise`() async throws {
        let found = try await Tesseract().read(try await caption("OPEN"))
        #expect(found.isPresent && found.match("OPEN")?.isFound == true, "\(found.words)")
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

extension PictureBox {
    fileprivate func holds(_ column: Int, _ row: Int) -> Bool {
        (x..<(x + width)).contains(column) && (y..<(y + height)).contains(row)
    }
}
