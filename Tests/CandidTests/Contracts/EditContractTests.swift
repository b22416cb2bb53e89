import Candid
import Pixels
import Testing

@Suite struct EditContractTests {
    @Test(arguments: Facet.vocabulary.filter { $0 != "subject:NAME" } + ["subject:grey cat"])
    func `each word of the vocabulary reads back as it is written`(word: String) throws {
        #expect(try Facet.list(word, field: "only").map(\.description) == [word])
    }

    @Test(arguments: ["light", "Lighting", "subject:", "subject: ", "lighting,,style", ""])
    func `a word that is not in the vocabulary is refused with the vocabulary`(word: String) {
        let refusal = #expect(throws: Refusal.self) { try Facet.list(word, field: "keep") }
        #expect(refusal?.field == "keep")
        #expect(refusal?.wayOut.contains("everything-else") == true)
        #expect(refusal?.wayOut.contains("subject:NAME") == true)
    }

    @Test func `the contract's words are exact and positive, in the instruction's language`() throws
    {
        let contract = try EditContract(only: [.lighting], keep: [.composition, .subject("cat")])
        #expect(
            contract.words(for: "make the light overcast")
                == "Change only the lighting. Keep the composition, the cat and everything else "
                + "exactly as they are.")
        #expect(
            contract.words(for: "빛을 흐리게 해 주세요")
                == "바꿀 것: 조명. 이것만 바꾸세요. 그대로 둘 것: 구도, cat, 나머지.")
    }

    @Test func `the instruction's bytes stand unchanged before the contract's words`() throws {
        let instruction = Prompt("  make it “blue”\r\n")
        let prompt = try EditContract(keep: [.palette]).prompt(for: instruction)
        #expect(prompt.text == "  make it “blue”\r\n\n\nKeep the colours exactly as they are.")
    }

    @Test func `a region alone adds no word`() throws {
        let contract = try EditContract(box: PictureBox(x: 0, y: 0, width: 4, height: 4))
        #expect(contract.words(for: "a") == nil)
        #expect(contract.prompt(for: "a") == "a")
    }

    @Test func `one thing can't be changed and kept`() {
        let refusal = #expect(throws: Refusal.self) {
            try EditContract(only: [.style], keep: [.style])
        }
        #expect(refusal?.reason.contains("style") == true)
    }

    @Test func `everything else can't be all that may change`() {
        #expect(throws: Refusal.self) { try EditContract(only: [.everythingElse]) }
    }

    @Test func `whoever says what alone may change says that the rest must stay`() throws {
        #expect(try EditContract(only: [.lighting]).kept == [.everythingElse])
        #expect(try EditContract(keep: [.style]).kept == [.style])
    }
}

@Suite struct EditMaskTests {
    private let size = Size(width: 8, height: 6)

    @Test func `a box becomes a PNG whose transparent pixels are the box`() throws {
        let mask = try EditMask(PictureBox(x: 2, y: 1, width: 3, height: 2), in: size)
        let pixmap = try Pixmap(decoding: mask.file)
        #expect(pixmap.width == 8 && pixmap.height == 6)
        for y in 0..<6 {
            for x in 0..<8 {
                let isInside = (2..<5).contains(x) && (1..<3).contains(y)
                #expect(pixmap.rgba[(y * 8 + x) * 4 + 3] == (isInside ? 0 : 255))
                #expect(mask.region.bits[y * 8 + x] == (isInside ? 1 : 0))
            }
        }
        #expect(mask.region.count == 6)
        #expect(try EditMask(file: mask.file, for: size) == mask)
    }

    @Test(arguments: ["6,1,3,2", "0,0,9,1", "0,5,1,2", "0,0,8,6"])
    func `a box that leaves the picture or covers it whole is refused`(text: String) throws {
        let box = try #require(PictureBox(text))
        let refusal = #expect(throws: Refusal.self) { try EditMask(box, in: size) }
        #expect(refusal?.field == "box")
    }

    @Test(arguments: [
        "1,2,3", "1,2,3,4,5", "-1,0,2,2", "1,1,0,3", "a,1,1,1", "1, 1,1,1", "0,0,999999,1",
    ])
    func `what is no box is none`(text: String) {
        #expect(PictureBox(text) == nil)
    }

    @Test func `a mask without alpha, of another size, or of another format is refused by name`()
        throws
    {
        let opaque = Pixmap(width: 8, height: 6, rgba: Array(repeating: 255, count: 192))
        let clear = Pixmap(width: 8, height: 6, rgba: Array(repeating: 0, count: 192))
        let small = Pixmap(width: 4, height: 6, rgba: Array(repeating: 0, count: 96))
        let cases: [([UInt8], String)] = [
            (try opaque.png(), "no pixel"), (try clear.png(), "every pixel"),
            (try small.png(), "4x6"), (try opaque.jpeg(), "no PNG"), ([0x89, 0x50], "PNG"),
        ]
        for (file, words) in cases {
            let refusal = #expect(throws: Refusal.self) { try EditMask(file: file, for: size) }
            #expect(refusal?.field == "mask")
            #expect(refusal?.reason.contains(words) == true, "\(refusal?.reason ?? "")")
        }
    }
}
