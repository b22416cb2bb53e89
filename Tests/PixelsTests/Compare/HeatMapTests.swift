import Testing

@testable import Pixels

@Suite struct HeatMapTests {
    private func colour(_ picture: Pixmap, _ x: Int, _ y: Int) -> [UInt8] {
        Array(picture.rgba[((y * picture.width + x) * 4)..<((y * picture.width + x) * 4 + 3)])
    }

    private func isGrey(_ colour: [UInt8]) -> Bool { colour.allSatisfy { $0 == colour[0] } }

    @Test func `what stayed is grey and what changed is coloured`() {
        let comparison = Comparison(Scene.picture, Scene.recoloured)
        let heat = HeatMap(comparison, Scene.picture, Scene.recoloured).picture
        #expect(heat.width == 160 && heat.height == 120)
        #expect(!isGrey(colour(heat, 40, 40)))
        #expect(isGrey(colour(heat, 110, 50)) && isGrey(colour(heat, 5, 110)))
    }

    @Test func `the edge of a mask is white`() {
        let mask = Mask(
            width: 160, height: 120, boxes: [PictureBox(x: 90, y: 70, width: 40, height: 30)])
        let comparison = Comparison(Scene.picture, Scene.recoloured, mask: mask)
        let heat = HeatMap(comparison, Scene.picture, Scene.recoloured, mask: mask).picture
        #expect(colour(heat, 89, 80) == [255, 255, 255])
        #expect(colour(heat, 88, 80) == [0, 0, 0])
    }
}
