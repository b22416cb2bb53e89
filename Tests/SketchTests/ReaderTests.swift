import Testing

@testable import Sketch

@Suite struct ReaderTests {
    static let library = ArtLibrary()
    static let vocabulary = Vocabulary(library)

    static func read(_ prompt: String) -> Wish {
        Reader.wish(of: prompt, vocabulary: vocabulary, library: library)
    }

    /// `name*count#colour>relation:to` for each thing.
    static func summary(_ wish: Wish) -> [String] {
        wish.things.map { thing in
            var out = "\(thing.name)*\(thing.count)"
            for colour in thing.colours { out += colour.hex }
            if let relation = thing.relation, let host = relation.to.first {
                out += ">\(relation.kind.rawValue):\(wish.things[host].name)"
            }
            return out
        }
    }

    @Test(arguments: [
        ("a red bicycle and a blue car", ["bicycle*1#c62828", "car*1#2b62b5"]),
        ("the cat is black", ["cat*1#22242a"]),
        ("a #12ab34 teapot", ["teapot*1#12ab34"]),
        ("a cat", ["cat*1"]), ("two cats", ["cat*2"]), ("cats", ["cat*3"]),
        ("12 apples", ["apple*12"]),
        ("a dozen eggs", ["egg*12"]), ("a pair of dogs", ["dog*2"]), ("several foxes", ["fox*5"]),
        ("a cat on a chair", ["cat*1>on:chair", "chair*1"]),
        ("a cat under a table", ["cat*1>under:table", "table*1"]),
        ("a dog behind the sofa", ["dog*1>behind:sofa", "sofa*1"]),
        ("a dog in front of a house", ["dog*1>in front of:house", "house*1"]),
        ("a pear to the left of a cup", ["pear*1>left of:cup", "cup*1"]),
        ("a pear next to a cup", ["pear*1>beside:cup", "cup*1"]),
        ("lemons in a bowl", ["lemon*3>in:bowl", "bowl*1"]),
        ("a fox between a tree and a house", ["fox*1>between:tree", "tree*1", "house*1"]),
        ("a cat and a dog on a sofa", ["cat*1>on:sofa", "dog*1>on:sofa", "sofa*1"]),
        ("on a table, an apple", ["table*1", "apple*1>on:table"]),
        ("a vase with three roses", ["vase*1", "rose*3>in:vase"]),
        ("a woman with an umbrella", ["woman*1", "umbrella*1>held by:woman"]),
        ("a bowl with lemons on a table", ["bowl*1>on:table", "lemon*3>in:bowl", "table*1"]),
        (
            "a car in front of a house, behind the house a tree",
            ["car*1>in front of:house", "house*1", "tree*1>behind:house"]
        ),
        ("an orange cat", ["cat*1#e5791d"]),
        ("an orange on a table", ["orange*1>on:table", "table*1"]),
    ])
    func `English sticks together as it reads`(prompt: String, things: [String]) {
        #expect(Self.summary(Self.read(prompt)) == things)
    }

    @Test(arguments: [
        ("빨간 사과", ["apple*1"]), ("파란 자전거가 있다", ["bicycle*1#2b62b5"]),
        ("고양이 두 마리", ["cat*2"]), ("고양이 두마리와 개 한 마리", ["cat*2", "dog*1"]), ("사과 3개", ["apple*3"]),
        ("세 마리의 토끼", ["rabbit*3"]), ("책상 위에 고양이", ["desk*1", "cat*1>on:desk"]),
        ("고양이가 책상 위에 앉아있다", ["cat*1>on:desk", "desk*1"]),
        ("의자 아래의 개", ["chair*1", "dog*1>under:chair"]),
        ("집 뒤에 나무", ["house*1", "tree*1>behind:house"]), ("나무 의자", ["chair*1"]),
        ("검은 고양이와 흰 개", ["cat*1#22242a", "dog*1#f4f3f0"]),
    ])
    func `Korean sticks together as it reads`(prompt: String, things: [String]) {
        let got = Self.summary(Self.read(prompt)).map {
            $0.replacing("apple*1#c62828", with: "apple*1")
        }
        #expect(got == things)
    }

    @Test(arguments: [
        "no people", "a street without people", "사람 없는 거리", "people, not one of them",
    ])
    func `negation is not understood`(prompt: String) {
        #expect(Self.read(prompt).things.contains { $0.name == "person" })
    }

    @Test(arguments: [
        ("a cat at sunset", Light.golden), ("a cat, studio lighting", .studio), ("밤의 고양이", .night),
        ("neon cat", .neon), ("a cat on an overcast day", .overcast), ("a cat at dawn", .dawn),
    ])
    func `light is found`(prompt: String, light: Light) {
        #expect(Self.read(prompt).light == light)
    }

    @Test(arguments: [
        ("a cat, watercolor", Style.watercolour), ("8-bit cat", .pixelArt),
        ("수채화 고양이", .watercolour),
        ("line drawing of a cat", .lineArt), ("a blueprint of a car", .blueprint),
        ("flat vector cat", .flat),
    ])
    func `style is found`(prompt: String, style: Style) {
        #expect(Self.read(prompt).style == style)
    }

    @Test func `a ground takes the colour before it`() {
        let wish = Self.read("an apple on a blue background")
        #expect(wish.ground?.hex == "#2b62b5")
        #expect(wish.things[0].colours.isEmpty)
    }

    @Test(arguments: [
        ("a sign that says \"OPEN\"", "OPEN"), ("poster with the words “HELLO”", "HELLO"),
        ("간판에 「환영」", "환영"), ("a sign reading STOP HERE", "STOP HERE"), ("a 'B' sign", "B"),
    ])
    func `quoted words are lettering`(prompt: String, text: String) {
        #expect(Self.read(prompt).lettering.map(\.text) == [text])
    }

    @Test func `an apostrophe is no quote`() {
        #expect(Self.read("the cat's bowl and the dog's chair").lettering.isEmpty)
    }

    @Test(arguments: [
        ("a flumph", ["flumph"]), ("a stunning cat", ["stunning"]),
        ("a blue idea", ["blue", "idea"]),
        ("20 cats", ["20"]), ("a cat, 4k photo", ["4k", "photo"]), ("고양이와 흠냐링", ["흠냐링"]),
        ("a running cat", ["running"]),
    ])
    func `what can't be drawn is reported with its place`(prompt: String, words: [String]) {
        let wish = Self.read(prompt)
        #expect(wish.notDrawn.map(\.word) == words)
        for word in wish.notDrawn {
            let bytes = Array(prompt.utf8)[word.range]
            #expect(String(decoding: bytes, as: UTF8.self) == word.word)
        }
    }

    @Test(arguments: [
        "a red bicycle leaning on a blue wall, a grey cat asleep in the front basket",
        "three tiny green frobnitz and a wooden chair of doom", "비 오는 거리의 알 수 없는 물체와 노란 우산 두 개",
        "twelve zebras & a 'sign' — “HELLO 안녕” #ff0000 7 zyx!",
    ])
    func `every word is understood, grammar or reported`(prompt: String) {
        let words = WordCutter.words(of: prompt).filter { $0.kind == .word }
        let wish = Self.read(prompt)
        let reported = Set(wish.notDrawn.map(\.range))
        for (index, word) in words.enumerated() where !reported.contains(word.range) {
            let known = (0...4).contains { back in
                guard index - back >= 0 else { return false }
                return (index..<min(words.count, index + 5)).contains { end in
                    Self.vocabulary.meanings(of: words[(index - back)...end]) != nil
                }
            }
            let literal = Int(word.folded) != nil || Colour(hex: word.folded) != nil
            let variants = Self.library.subjects.flatMap(\.when)
            #expect(known || literal || variants.contains(word.folded), "\(word.text)")
        }
    }

    @Test func `a word of a variant chooses its file`() {
        let cat = Self.read("a cat asleep on a chair").things[0]
        #expect(Self.library.subjects[cat.subject].file == "subjects/cat-asleep.svg")
    }

    @Test func `a basket named with a bicycle is the bicycle's own`() {
        let wish = Self.read("a red bicycle, a grey cat asleep in the front basket")
        #expect(Self.summary(wish) == ["bicycle*1#c62828", "cat*1#8d9197>in:bicycle"])
    }
}
