import Candid
import Testing

@Suite struct AlsoSentTests {
    private let pictures = ["one", "two", "three"].compactMap {
        InputPicture([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array($0.utf8))
    }

    @Test func `a prompt alone carries nothing`() {
        #expect(AlsoSent(Order("a pear", engine: "test", model: "test")).isEmpty)
    }

    @Test func `every text and every picture beside the prompt is named`() {
        var order = Order("a pear", engine: "test", model: "test")
        order.options = ["instructions": .text("Be brief."), "moderation": .text("low")]
        order.negative = "people"
        order.follows = "resp_1"
        order.inputs = [pictures[0], pictures[1]]
        order.mask = pictures[2]
        let also = AlsoSent(order)
        #expect(also.system == "Be brief.")
        #expect(also.negative == "people")
        #expect(also.follows == "resp_1")
        #expect(also.messages.isEmpty)
        #expect(also.pictures.map(\.role) == [.base, .reference, .mask])
        #expect(also.pictures.map(\.picture) == pictures)
    }

    @Test func `an earlier call is a message, and its picture is no base`() {
        var order = Order("greener", engine: "test", model: "test")
        order.options = ["previous_call": .text("ig_1")]
        order.inputs = [pictures[0]]
        #expect(AlsoSent(order).messages == ["ig_1"])
        #expect(AlsoSent(order).pictures.map(\.role) == [.earlier])
    }
}
