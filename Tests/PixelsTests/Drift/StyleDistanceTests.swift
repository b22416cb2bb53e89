import Testing

@testable import Pixels

@Suite struct StyleDistanceTests {
    private static let alarm = 2.5

    /// The scene large enough for cells.
    private static let scene = large { $0 }

    private static func large(_ change: ([UInt8]) -> [UInt8]) -> Pixmap {
        Scene.drawn(width: 320, height: 240) { x, y in
            let at = (y / 2 * 160 + x / 2) * 4
            return change(Array(Scene.picture.rgba[at..<at + 3]))
        }
    }

    /// How far a picture is from the scene that it was made from.
    private static func distance(_ picture: Pixmap) -> StyleDistance {
        let scene = StyleSample(scene)
        return StyleReading(of: StyleSample(picture), editedFrom: scene).distance(from: scene)
    }

    private func worst(_ picture: Pixmap) -> Double {
        let distance = Self.distance(picture)
        return max(distance.palette, distance.rendering, distance.tone)
    }

    @Test func `a picture is at no distance from itself`() {
        let distance = Self.distance(Self.scene)
        #expect(worst(Self.scene) == 0)
        #expect(distance.isPaired && distance.compared == 1 && distance.cast == nil)
    }

    @Test(arguments: [75, 85, 95])
    func `a saving is no drift`(quality: Int) throws {
        let saved = try Pixmap(decoding: Self.scene.jpeg(quality: quality))
        #expect(worst(saved) < Self.alarm)
    }

    @Test func `an edit of one thing is no drift, and its cells are left out`() {
        let disc = Array(Scene.picture.rgba[(40 * 160 + 40) * 4..<(40 * 160 + 40) * 4 + 3])
        let edited = Self.large { $0 == disc ? [40, 40, 200] : $0 }
        let distance = Self.distance(edited)
        #expect(worst(edited) < Self.alarm)
        #expect(distance.compared < 0.95 && distance.isPaired)
    }

    /// A thing over the upper third, and its mirror image on nearly all of the ground below, too faint
    /// to be an edit of its own.
    @Test func `what an edit left over on the ground is no drift`() {
        let mirrored = Scene.drawn(width: 320, height: 240) { x, y in
            let at = (y * 320 + x) * 4
            let colour = Array(Self.scene.rgba[at..<at + 3])
            guard y >= 80 else { return [90, 70, 50] }
            return x < 176 ? colour.map { $0 - min($0, 2) } : colour
        }
        let distance = Self.distance(mirrored)
        #expect(distance.isPaired && distance.compared > 0.1)
        #expect(worst(mirrored) < Self.alarm)
    }

    /// Most cells are white whatever happens; only the thing can tell.
    @Test(arguments: [86, 78])
    func `colours that fade on a white ground are an alarm of tone`(share: Int) {
        func shown(_ share: Int) -> Pixmap {
            Scene.drawn(width: 320, height: 240) { x, y in
                let isThing = (100..<220).contains(x) && (80..<180).contains(y)
                let colour = [[200, 80, 60], [60, 120, 200], [90, 160, 80]][(x / 20 + y / 20) % 3]
                let grey = colour.reduce(0, +) / 3
                return isThing
                    ? colour.map { UInt8(grey + ($0 - grey) * share / 100) } : [255, 255, 255]
            }
        }
        let before = StyleSample(shown(100))
        let distance = StyleReading(of: StyleSample(shown(share)), editedFrom: before)
            .distance(from: before)
        #expect(distance.compared > 0.9 && distance.tone >= Self.alarm)
    }

    @Test func `a cast is an alarm of the palette, and is called by its name`() {
        let yellow = Self.large { [$0[0], $0[1], UInt8(Double($0[2]) * 0.88)] }
        let distance = Self.distance(yellow)
        #expect(distance.palette >= Self.alarm)
        #expect(distance.cast?.contains("yellow") == true)
    }

    @Test func `colours that fade are an alarm of tone`() {
        let faded = Self.large { colour in
            let grey = colour.reduce(0) { $0 + Int($1) } / 3
            return colour.map { UInt8((Int($0) * 3 + grey) / 4) }
        }
        #expect(Self.distance(faded).tone >= Self.alarm)
    }

    @Test func `a contrast that creeps is an alarm of tone`() {
        let hard = Self.large { $0.map { UInt8(min(255, max(0, (Int($0) - 128) * 5 / 4 + 128))) } }
        #expect(Self.distance(hard).tone >= Self.alarm)
    }

    @Test func `grain is an alarm of rendering`() {
        var numbers = Pictures.Numbers(state: 4)
        let grainy = Self.large {
            $0.map { UInt8(min(255, Int($0) + Int.random(in: 0...24, using: &numbers))) }
        }
        #expect(Self.distance(grainy).rendering >= Self.alarm)
    }

    @Test func `a picture that is ruined altogether is still compared, and an alarm`() {
        let ruined = Self.large { [UInt8(Int($0[0]) / 2 + 120), $0[1], UInt8(Int($0[2]) / 4)] }
        let distance = Self.distance(ruined)
        #expect(distance.isPaired)
        #expect(distance.palette >= Self.alarm && distance.cast != nil)
    }

    /// Two edits of the same disc, and a drift that begins after the first.
    @Test func `what an edit changed is measured from that edit on`() {
        let disc = Array(Scene.picture.rgba[(40 * 160 + 40) * 4..<(40 * 160 + 40) * 4 + 3])
        let first = StyleSample(Self.scene)
        let green = Self.large { $0 == disc ? [40, 200, 40] : $0 }
        let edit = StyleReading(of: StyleSample(green), editedFrom: first)
        let patch = StylePatch(StyleSample(green), edit.edited)
        #expect(!edit.edited.isEmpty && edit.isPaired)
        let later = StyleReading(of: StyleSample(green), editedFrom: StyleSample(green))
        #expect(later.edited.isEmpty)
        let told = later.distance(from: first, patches: [patch])
        #expect([told.palette, told.rendering, told.tone] == [0, 0, 0] && told.compared == 1)
        let lost = later.distance(from: first, except: edit.edited)
        #expect(abs(lost.compared - (1 - edit.edited.share)) < 1e-9)
    }

    /// Grain that doubles, and an edit of three quarters of the picture after the first half of it.
    @Test(arguments: [true, false])
    func `an edit hides no drift that was there before it`(isKnown: Bool) throws {
        func grainy(_ deviation: Int) -> StyleSample {
            var numbers = Pictures.Numbers(state: 4)
            return StyleSample(
                Self.large { colour in
                    let grain = Int.random(in: -2...2, using: &numbers) * deviation
                    return colour.map { UInt8(min(255, max(0, Int($0) + grain))) }
                })
        }
        let (first, once, twice) = (StyleSample(Self.scene), grainy(1), grainy(2))
        let begun = StyleReading(of: once, editedFrom: first).distance(from: first)
        let cells = CellMap(columns: 20, rows: 15, cells: (0..<300).map { $0 % 20 < 15 })
        let patch = StylePatch(once, cells, shift: isKnown ? begun.shift : nil)
        let later = StyleReading(of: twice, editedFrom: once)
        let whole = later.distance(from: first).rendering
        let told = later.distance(from: first, patches: [patch]).rendering
        #expect(begun.rendering > 1 && whole > begun.rendering * 1.5)
        #expect(isKnown ? told > whole * 0.8 : told < whole * 0.7)
    }

    /// Both halves are mirror images, so that one alone agrees on what both agree on.
    @Test func `where half of a picture is left its colour and light count for about half`() {
        func mirrored(_ blue: Double) -> StyleSample {
            StyleSample(
                Scene.drawn(width: 320, height: 240) { x, y in
                    let at = (y * 320 + min(x, 319 - x)) * 4
                    let colour = Array(Self.scene.rgba[at..<at + 3])
                    return [colour[0], colour[1], UInt8(Double(colour[2]) * blue)]
                })
        }
        let (first, yellow) = (mirrored(1), mirrored(0.95))
        let reading = StyleReading(of: yellow, editedFrom: first)
        let left = CellMap(
            columns: 20, rows: 15, cells: (0..<300).map { $0 % 20 < 10 })
        let (whole, half) = (
            reading.distance(from: first), reading.distance(from: first, except: left)
        )
        #expect(whole.compared > 0.9 && half.compared < 0.55)
        #expect(abs(half.palette / whole.palette - half.compared / 0.9) < 0.1)
        #expect(whole.palette > 1)
    }

    @Test func `another picture is compared as a whole, and all of it counts as edited`() {
        var numbers = Pictures.Numbers(state: 9)
        let other = Scene.drawn(width: 320, height: 240) { _, _ in
            (0..<3).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        let scene = StyleSample(Self.scene)
        let reading = StyleReading(of: StyleSample(other), editedFrom: scene)
        #expect(!reading.isPaired && reading.edited.share == 1)
        #expect(!reading.distance(from: scene).isPaired)
    }

    @Test func `a picture is measured in the size of the smallest`() {
        let half = Scene.drawn(width: 160, height: 120) { x, y in
            Array(Self.scene.rgba[(y * 2 * 320 + x * 2) * 4..<(y * 2 * 320 + x * 2) * 4 + 3])
        }
        let scene = StyleSample(Self.scene)
        let reading = StyleReading(of: StyleSample(half), editedFrom: scene, besides: [scene])
        #expect(reading.isPaired && reading.edited.columns == 10 && reading.edited.rows == 7)
    }

    @Test func `softness is an alarm`() {
        let scene = Self.scene
        let soft = Scene.drawn(width: 320, height: 240) { x, y in
            (0..<3).map { channel in
                var sum = 0
                for down in -2...2 {
                    for right in -2...2 {
                        let (u, v) = (min(max(x + right, 0), 319), min(max(y + down, 0), 239))
                        sum += Int(scene.rgba[(v * 320 + u) * 4 + channel])
                    }
                }
                return UInt8(sum / 25)
            }
        }
        #expect(worst(soft) >= Self.alarm)
    }
}
