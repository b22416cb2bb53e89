import Testing

@testable import Pixels

@Suite struct ComparisonTests {
    @Test func `the same pixels are identical`() {
        let comparison = Comparison(Scene.picture, Scene.picture)
        #expect(comparison.answer == .identical)
        #expect(comparison.score == 0 && comparison.changedShare == 0 && comparison.boxes.isEmpty)
    }

    @Test func `recompression is no visible change`() throws {
        for file in [try Scene.picture.jpeg(quality: 92), try Scene.picture.webp(quality: 90)] {
            let comparison = Comparison(Scene.picture, try Pixmap(decoding: file))
            #expect(comparison.answer == .noVisibleChange)
            #expect(comparison.score < 1)
        }
    }

    @Test(arguments: [(0.4, 0.3, 1.0), (-0.7, 1.6, 1.0), (0.3, 0.2, 1.008)])
    func `a frame that an editor moved by fractions is no visible change`(
        right: Double, down: Double, scale: Double
    ) {
        let comparison = Comparison(
            Scene.moved(right: 0, down: 0), Scene.moved(right: right, down: down, scale: scale))
        #expect(comparison.answer == .noVisibleChange, "\(comparison)")
        #expect(abs(comparison.alignment.shiftShares.x * 160 - right) < 0.1)
        #expect(abs(comparison.alignment.shiftShares.y * 160 - down) < 0.2)
        #expect(abs(comparison.alignment.scaleX - scale) < 0.002)
    }

    @Test func `a changed disc is found where it is`() {
        let comparison = Comparison(Scene.picture, Scene.recoloured)
        #expect(comparison.answer == .changed)
        #expect(comparison.boxes == [PictureBox(x: 16, y: 16, width: 48, height: 48)])
        #expect(abs(comparison.changedShare - 0.12) < 0.03)
    }

    @Test func `a mask tells what was asked for from what was not`() {
        let asked = Mask(
            width: 160, height: 120, boxes: [PictureBox(x: 15, y: 15, width: 51, height: 51)])
        let right = Comparison(Scene.picture, Scene.recoloured, mask: asked)
        #expect(right.answer == .changedWhereAsked)
        #expect(right.outsideShare == 0 && right.outsideScore == 0)
        #expect((right.insideShare ?? 0) > 0.5)
        let elsewhere = Mask(
            width: 160, height: 120, boxes: [PictureBox(x: 90, y: 70, width: 60, height: 40)])
        let wrong = Comparison(Scene.picture, Scene.recoloured, mask: elsewhere)
        #expect(wrong.answer == .changedElsewhere)
        #expect(wrong.insideShare == 0)
        #expect((wrong.outsideScore ?? 0) > 1)
    }

    @Test func `what is ignored changes nothing`() {
        let comparison = Comparison(
            Scene.picture, Scene.recoloured,
            ignoring: [PictureBox(x: 15, y: 15, width: 51, height: 51)])
        #expect(comparison.answer == .noVisibleChange)
    }

    @Test func `another picture is recomposed`() {
        #expect(Comparison(Scene.picture, Scene.other).answer == .recomposed)
    }

    @Test func `a cast of the whole is named`() {
        var warm = Scene.picture
        for index in stride(from: 2, to: warm.rgba.count, by: 4) { warm.rgba[index] -= 20 }
        let comparison = Comparison(Scene.picture, warm)
        #expect(comparison.answer == .changed)
        #expect(comparison.cast.b > 4 && comparison.castDistance > 1)
        #expect(comparison.changedShare == 1)
    }

    @Test func `two levels more everywhere are no visible change`() {
        var lighter = Scene.picture
        for index in lighter.rgba.indices where index % 4 != 3 { lighter.rgba[index] += 2 }
        #expect(Comparison(Scene.picture, lighter).answer == .noVisibleChange)
    }

    @Test func `pictures of different sizes are compared all the same`() {
        let large = Scene.drawn(width: 320, height: 240) { x, y in
            let at = (y / 2 * 160 + x / 2) * 4
            return Array(Scene.picture.rgba[at..<(at + 3)])
        }
        #expect(Comparison(Scene.picture, large).answer == .noVisibleChange)
        #expect(Comparison(Scene.recoloured, large).answer == .changed)
    }

    @Test func `what became transparent changed, even where it was white`() {
        let white = Scene.drawn(width: 64, height: 64) { _, _ in [255, 255, 255] }
        var hole = white
        for y in 16..<40 {
            for x in 16..<40 { hole.rgba[(y * 64 + x) * 4 + 3] = 0 }
        }
        #expect(Comparison(white, hole).answer == .changed)
    }

    @Test func `a picture of one pixel is compared`() {
        let black = Scene.drawn(width: 1, height: 1) { _, _ in [0, 0, 0] }
        let white = Scene.drawn(width: 1, height: 1) { _, _ in [255, 255, 255] }
        #expect(Comparison(black, white).answer != .identical)
        #expect(Comparison(black, black).answer == .identical)
    }
}

extension ComparisonTests {
    @Test func `a lossless shift by a whole pixel is somebody's doing`() {
        var shifted = Scene.picture
        for y in 0..<120 {
            for x in 1..<160 {
                for channel in 0..<4 {
                    shifted.rgba[(y * 160 + x) * 4 + channel] =
                        Scene.picture.rgba[(y * 160 + x - 1) * 4 + channel]
                }
            }
        }
        #expect(Comparison(Scene.picture, shifted).answer == .changed)
    }

    @Test func `a faint patch is found where the rest stood still, and forgiven in noise`() throws {
        func paler(_ picture: Pixmap) -> Pixmap {
            var picture = picture
            for y in 60..<80 {
                for x in 5..<30 {
                    for channel in 0..<3 { picture.rgba[(y * 160 + x) * 4 + channel] += 8 }
                }
            }
            return picture
        }
        let faint = Comparison(Scene.picture, paler(Scene.picture))
        #expect(faint.answer == .changed)
        #expect(faint.boxes.allSatisfy { $0.x < 32 && $0.y >= 48 && $0.y + $0.height <= 96 })
        let noisy = try Pixmap(decoding: Scene.picture.jpeg(quality: 20))
        #expect(
            Comparison(Scene.picture, noisy).score < Comparison(Scene.picture, paler(noisy)).score)
    }

    /// A floor of tiles, moved to the right, with a disc of another colour where one is wanted.
    private static func tiles(_ side: Int, movedBy way: Int = 0, disc: Bool = false) -> Pixmap {
        Scene.drawn(width: 256, height: 256) { x, y in
            let (u, v) = (x - 150, y - 100)
            if disc, u * u + v * v < 900 { return [200, 40, 40] }
            let isDark = ((x - way + 256) / side + y / side) % 2 == 0
            return isDark ? [40, 44, 52] : [226, 222, 214]
        }
    }

    @Test(arguments: [4, 8, 16, 24, 32])
    func `what changed on a pattern is found where it is, and the pattern stays`(side: Int) {
        let comparison = Comparison(Self.tiles(side), Self.tiles(side, disc: true))
        #expect(comparison.answer == .changed)
        #expect(comparison.moveScore == 0)
        #expect(comparison.changedShare < 0.09, "\(comparison.boxes)")
    }

    @Test(arguments: [8, 16, 24])
    func `a pattern that was moved a little is not taken for one moved by a tile`(side: Int) {
        let comparison = Comparison(Self.tiles(side), Self.tiles(side, movedBy: side / 4))
        let way = comparison.alignment.shiftShares * 256
        #expect(abs(way.x) <= Double(side) / 2 && abs(way.y) < 1, "\(way)")
    }

    @Test(arguments: [8, 16, 24])
    func `a pattern moved by its period is the pattern`(side: Int) {
        let comparison = Comparison(Self.tiles(side), Self.tiles(side, movedBy: 2 * side))
        #expect(comparison.alignment == .identity)
    }
}
