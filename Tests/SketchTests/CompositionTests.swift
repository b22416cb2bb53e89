import Testing

@testable import Sketch

@Suite struct CompositionTests {
    @Test(arguments: ["a pear", "a pear and an apple", "a cat on a chair", "a castle", "a train"])
    func `six seeds give six pictures and nothing leaves the frame`(prompt: String) throws {
        var seen: Set<[[Int]]> = []
        for seed in 1...6 as ClosedRange<UInt64> {
            let scene = try IllustratorTests.draw(prompt) {
                ($0.width, $0.height, $0.seed) = (512, 512, seed)
            }.scene
            for box in scene.things.map(\.box) {
                #expect(box[0] > 2 && box[1] > 2, "\(box)")
                #expect(box[0] + box[2] < 510 && box[1] + box[3] < 510, "\(box)")
            }
            seen.insert(scene.things.map(\.box))
        }
        #expect(seen.count == 6)
    }

    @Test(arguments: [
        ("a girl with an umbrella", "umbrella"), ("a robot holding a red balloon", "balloon"),
        ("우산을 쓴 여자", "umbrella"), ("a man under an umbrella", "umbrella"),
    ])
    func `what is held up is behind its bearer and high`(prompt: String, name: String) throws {
        let things = try SceneTests.scene(prompt).things
        let held = try #require(things.first { $0.name == name })
        let bearer = try #require(things.first { $0.name != name })
        #expect(held.relation?.kind == "held by")
        #expect(held.depth < bearer.depth)
        #expect(held.box[1] <= bearer.box[1] + 2)
    }

    @Test(arguments: [1, 3, 7, 12])
    func `flowers rise out of their vase however many there are`(count: Int) throws {
        let things = try SceneTests.scene("\(count) tulips in a vase").things
        let vase = try #require(things.first { $0.name == "vase" })
        let flowers = things.filter { $0.name == "tulip" }
        #expect(flowers.count == count)
        for flower in flowers {
            #expect(flower.box[1] < vase.box[1])
            #expect(flower.box[3] * 3 > vase.box[3])
            #expect(flower.box[0] + flower.box[2] > vase.box[0])
            #expect(flower.box[0] < vase.box[0] + vase.box[2])
        }
    }

    @Test func `relations hold along a chain`() throws {
        let things = try SceneTests.scene("a dog left of a cat, the cat right of a bird").things
        let middle = { (name: String) in
            things.first { $0.name == name }.map { $0.box[0] + $0.box[2] / 2 } ?? -1
        }
        #expect(middle("dog") < middle("cat"))
        #expect(middle("bird") < middle("cat"))
    }

    @Test func `a crowd stands on the ground and not on its heads`() throws {
        let things = try SceneTests.scene("twelve people", size: 512).things
        let feet = things.map { $0.box[1] + $0.box[3] }
        let tallest = things.map { $0.box[3] }.max() ?? 0
        #expect((feet.max() ?? 0) - (feet.min() ?? 0) < tallest / 3)
    }

    @Test(arguments: [
        ("a girl on a sofa", "room"), ("a man and a piano", "room"), ("a girl", "street"),
        ("a sofa on a street", "street"),
    ])
    func `furniture brings people into the room`(prompt: String, place: String) throws {
        #expect(try SceneTests.scene(prompt).place == place)
    }

    @Test func `who is in a boat stands on its deck`() throws {
        let inside = try SceneTests.scene("a bear in a sailing boat").things
        let on = try SceneTests.scene("a bear on a sailing boat").things
        let bottom = { (things: [SceneRecord.Thing]) in
            things.first { $0.name == "bear" }.map { $0.box[1] + $0.box[3] }
        }
        let (one, two) = (try #require(bottom(inside)), try #require(bottom(on)))
        #expect(abs(one - two) < 20, "\(one) against \(two)")
    }

    @Test func `an umbrella in the picture keeps within the frame`() throws {
        for thing in try SceneTests.scene("a girl with an umbrella in the rain").things {
            #expect(thing.box[0] > 0 && thing.box[1] > 0)
            #expect(thing.box[0] + thing.box[2] < 256)
        }
    }
}
