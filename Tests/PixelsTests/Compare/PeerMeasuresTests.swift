import Testing

@testable import Pixels

/// The figures were computed with scikit-image 0.26, imagehash 4.3.2 on Pillow and PyPI's pixelmatch
/// on the same pixels.
@Suite struct PeerMeasuresTests {
    private let measures = PeerMeasures(Scene.picture, Scene.edited)

    @Test func `SSIM is scikit-image's`() throws {
        #expect(abs(try #require(measures.ssim) - 0.9899380052922476) < 1e-6)
        let same = try #require(PeerMeasures(Scene.picture, Scene.picture).ssim)
        #expect(abs(same - 1) < 1e-6)
    }

    @Test func `hashes are imagehash's`() {
        #expect(
            measures.frequencies.map(\.description) == ["c83593c1a75ab569", "cc2593c1a75ab569"])
        #expect(measures.averages.map(\.description) == ["ff9b9191f1f91818", "ff9b9191f1d91818"])
        #expect(
            measures.differences.map(\.description) == ["cc33332723b1b1b1", "cc3333272331b1b1"])
        #expect(measures.frequencies[0].distance(to: measures.frequencies[1]) == 2)
    }

    @Test(arguments: [(0.02, 546, 600), (0.05, 468, 468), (0.1, 42, 42)])
    func `pixelmatch counts what the original counts`(
        threshold: Double, without: Int, with: Int
    ) {
        var counter = Pixelmatch(.yiq)
        counter.threshold = threshold
        #expect(counter.count(Scene.picture, Scene.edited) == without)
        counter.countsAntialiasing = true
        #expect(counter.count(Scene.picture, Scene.edited) == with)
    }

    @Test(arguments: [(0.02, 330, 1140), (0.05, 330, 1140), (0.1, 0, 151)])
    func `pixelmatch leaves out what another rasteriser does to edges`(
        threshold: Double, without: Int, with: Int
    ) {
        var counter = Pixelmatch(.yiq)
        counter.threshold = threshold
        #expect(counter.count(Scene.picture, Scene.softened) == without)
        counter.countsAntialiasing = true
        #expect(counter.count(Scene.picture, Scene.softened) == with)
    }

    @Test func `a window holds no more than the whole and no less than its share`() {
        let counter = Pixelmatch(.oklab)
        #expect(
            counter.count(Scene.picture, Scene.edited, window: 1000) == measures.pixelmatchOKLab)
        #expect(counter.count(Scene.picture, Scene.edited, window: 1) == 1)
    }

    @Test func `what is ignored is not counted`() {
        var counter = Pixelmatch(.yiq)
        counter.ignored = [PictureBox(x: 10, y: 10, width: 7, height: 6)]
        #expect(counter.count(Scene.picture, Scene.edited) == 0)
    }

    @Test func `the largest block shift is the one that was painted over`() {
        #expect(measures.maxBlockShift == 106.3125)
    }

    @Test func `outside the mask nothing shifts where only the inside was edited`() {
        let boxes = [
            PictureBox(x: 10, y: 10, width: 7, height: 6),
            PictureBox(x: 30, y: 70, width: 30, height: 20),
        ]
        let mask = Mask(width: 160, height: 120, boxes: boxes)
        #expect(PeerMeasures(Scene.picture, Scene.edited, mask: mask).outsideMaxBlockShift == 0)
        let half = Mask(width: 160, height: 120, boxes: [boxes[1]])
        #expect(
            PeerMeasures(Scene.picture, Scene.edited, mask: half).outsideMaxBlockShift == 106.3125)
    }

    @Test func `pictures of different sizes have no such figures, and the reason is said`() throws {
        let small = Scene.drawn(width: 80, height: 60) { _, _ in [1, 2, 3] }
        let measures = PeerMeasures(Scene.picture, small)
        #expect(measures.ssim == nil && measures.maxBlockShift == nil)
        #expect(measures.pixelmatchYIQ == nil && measures.pixelmatchOKLab == nil)
        #expect(try #require(measures.reason).contains("160x120 and 80x60"))
    }

    @Test func `a picture smaller than SSIM's window has no SSIM`() throws {
        let small = Scene.drawn(width: 8, height: 30) { _, _ in [1, 2, 3] }
        let measures = PeerMeasures(small, small)
        #expect(measures.ssim == nil && measures.pixelmatchYIQ == 0)
        #expect(try #require(measures.reason).contains("11x11"))
    }
}
