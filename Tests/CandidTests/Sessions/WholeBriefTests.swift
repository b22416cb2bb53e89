import Testing

@testable import Candid

@Suite struct NetEditsTests {
    private let brief: Prompt = "a red bicycle beside a blue door and a cat"

    private func net(_ edits: [Prompt]) -> [Prompt] {
        edits.enumerated().reduce(into: [NetEdit]()) { edits, next in
            edits = edits.resolved(with: NetEdit(turn: next.offset + 2, next.element), brief: brief)
        }.map(\.words)
    }

    @Test(
        arguments: [
            (["remove the cat", "add the cat"], []), (["remove the bicycle", "add a bicycle"], []),
            (["remove the cat", "put the cat back"], []),
            (["remove the cat", "add a white cat"], ["remove the cat", "add a white cat"]),
            (["add a dog", "remove the dog"], []),
            (
                ["add a second cat", "remove one of the cats"],
                ["add a second cat", "remove one of the cats"]
            ),
            (["add a dog", "replace the dog with a white rabbit"], ["add a white rabbit"]),
            (["add a dog", "swap the dog for a rabbit"], ["add a rabbit"]),
            (["replace the cat with a dog"], ["replace the cat with a dog"]),
            (
                ["make the bicycle green and the door white", "make the bicycle yellow"],
                ["make the bicycle green and the door white", "make the bicycle yellow"]
            ),
            (["make the door pink", "make the door white"], ["make the door white"]),
            (
                ["make the door pink and shiny", "make the door white"],
                ["make the door pink and shiny", "make the door white"]
            ),
        ] as [([Prompt], [Prompt])])
    func `nothing that is in force is lost, and nothing is said twice`(
        edits: [Prompt], left: [Prompt]
    ) {
        #expect(net(edits) == left)
    }

    @Test(
        arguments: [
            ("make the door white", "make the door white"),
            ("add a cow", "make the door pink\nadd a cow"),
        ] as [(Prompt, Prompt)])
    func `new words take the place of edits that wait and that they contradict`(
        words: Prompt, told: Prompt
    ) {
        var waiting = [NetEdit(turn: 2, "make the door pink"), NetEdit(turn: 3, "make it night")]
        waiting[1].isDrawn = true
        #expect(waiting.told(with: words, brief: brief) == told)
        #expect(
            [NetEdit(turn: 2, "add a dog")].told(with: "remove the dog", brief: brief)
                == "remove the dog")
        #expect([NetEdit]().told(with: words, brief: brief) == words)
    }
}

@Suite struct WholeBriefTests {
    @Test(
        arguments: [
            (
                "a red bicycle beside a blue door", ["make the bicycle green and the door white"],
                "a green bicycle beside a white door"
            ),
            (
                "a red bicycle beside a blue door and a cat", ["remove the cat", "add the cat"],
                "a red bicycle beside a blue door and a cat"
            ),
            (
                "a red bicycle beside a blue door", ["remove the bicycle", "add a bicycle"],
                "a red bicycle beside a blue door"
            ),
            (
                "a red bicycle beside a blue door", ["remove the bicycle", "add a green bicycle"],
                "a green bicycle beside a blue door"
            ),
            (
                "a red bicycle beside a blue door",
                ["make the bicycle green", "make it night", "add a dog"],
                "a green bicycle beside a blue door at night, with a dog"
            ),
            (
                "a red bicycle in a sunny room",
                ["make it rainy", "add a dog", "replace the dog with a white rabbit"],
                "a red bicycle in a rainy room, with a white rabbit"
            ),
            ("a red bicycle at noon.", ["make it night"], "a red bicycle at night."),
            ("a bicycle at dusk", ["make it noon instead of dusk"], "a bicycle at noon"),
            (
                "A bicycle by a wall, soft morning light.", ["make it dusk"],
                "A bicycle by a wall at dusk."
            ),
            ("a street in the rain at night", ["make it day"], "a street in the rain by day"),
            ("two cats on a sofa", ["make the cats orange"], "two orange cats on a sofa"),
            ("two cats and a dog on a sofa", ["remove the dog"], "two cats on a sofa"),
            (
                "a watercolour of a lighthouse", ["make it a sketch", "make it an oil painting"],
                "an oil painting of a lighthouse"
            ),
            ("a lighthouse", ["make it a watercolour"], "a lighthouse, a watercolour"),
            ("빨간 자전거", ["고양이를 추가해줘"], "빨간 자전거, 고양이"),
            ("a red bicycle at noon", ["make it overcast"], "a red bicycle at noon, overcast"),
            ("a red car, in the snow", ["make it night"], "a red car, in the snow at night"),
            ("a red car, overcast", ["make it foggy"], "a red car, foggy"),
            ("a cat at noon", ["make the light soft"], "a cat at noon, soft light"),
            ("a sunny room", ["make it night"], "a room at night"),
            ("an overcast sky over a field", ["make it rainy"], "a rainy sky over a field"),
            ("a light blue door", ["make the light overcast"], "a light blue door, overcast light"),
            ("a snow leopard", ["make it rainy"], "a snow leopard, rainy"),
            ("a cat in soft light", ["make the light warm"], "a cat in warm light"),
            ("a red bicycle.", ["add a dog"], "a red bicycle, with a dog."),
            ("a red racing bicycle", ["make the bicycle orange"], "an orange racing bicycle"),
            ("a blue and white door", ["make the door dark green"], "a dark green door"),
            ("a door that is red", ["make the door green"], "a door that is green"),
            ("a door handle", ["make the door green"], "a door handle\nmake the door green"),
            (
                "a blue car chasing a bicycle", ["make the bicycle red"],
                "a blue car chasing a red bicycle"
            ),
            ("a cat and a dog", ["remove the cat"], "a dog"),
            ("a cat", ["replace the cat with two dogs"], "two dogs"),
            ("make it night", ["add a dog"], "make it night\nadd a dog"),
            (
                "a bicycle\nmake it a mystery\nmake the walls mossy", ["make the walls red"],
                "a bicycle\nmake it a mystery\nmake the walls mossy\nmake the walls red"
            ),
            ("빨간 자전거와 파란 문", ["자전거를 노란색으로 바꿔줘"], "노란색 자전거와 파란 문"),
        ] as [(Prompt, [Prompt], Prompt)])
    func `the whole says every edit, and nothing that a later one contradicts`(
        brief: Prompt, edits: [Prompt], whole: Prompt
    ) {
        #expect(merge(brief, edits).merged == whole)
    }

    @Test func `what a merge left at the end gives way to a later edit`() {
        let first = merge("a street at noon in soft light", ["make it night"])
        #expect(first.merged == "a street at noon in soft light\nmake it night")
        #expect(first.notes.count == 1)
        #expect(
            merge(first.merged, ["make it dusk"]).merged
                == "a street at noon in soft light\nmake it dusk")
        #expect(
            merge("a bicycle beside a wall\nadd a dog beside it", ["replace the dog with a fox"])
                .merged
                == "a bicycle beside a wall\nadd a fox beside it")
    }

    @Test func `an edit of which one half fits nowhere stands whole, and the brief agrees with it`()
    {
        let merge = merge(
            "a red bicycle beside a door", ["make the bicycle green and the door nicer"])
        #expect(
            merge.merged
                == "a green bicycle beside a door\nmake the bicycle green and the door nicer")
        #expect(merge.notes.count == 1)
    }

    @Test func `a thing that is there already is not put in twice`() {
        let merge = merge("a bicycle and a cat", ["add the cat"])
        #expect(merge.merged == "a bicycle and a cat" && merge.notes.count == 1)
    }

    @Test(
        arguments: [
            ("a blue-eyed cat", "make the cat orange", "a blue-eyed orange cat"),
            ("a green blue-eyed cat", "make the cat orange", "an orange blue-eyed cat"),
            ("a red-haired woman", "make the woman green", "a red-haired green woman"),
            ("a red-brick house", "make the house white", "a red-brick white house"),
            ("a sky-blue door", "make the door green", "a green door"),
            ("a black-and-white cat", "make the cat orange", "an orange cat"),
            ("a red car, blue door", "make the door green", "a red car, green door"),
            ("a park", "add a wishing well", "a park, with a wishing well"),
            ("a park", "add a well", "a park, with a well"),
            (
                "a park", "add a banner that says welcome back",
                "a park, with a banner that says welcome back"
            ),
            (
                "a park", "add a sign that says \"OPEN\".",
                "a park, with a sign that says \"OPEN\""
            ),
            ("a park", "add “OPEN” on a sign", "a park, with “OPEN” on a sign"),
            ("a park", "add a basket (small, wicker)", "a park, with a basket (small, wicker)"),
            ("a park", "please add a cat as well, thanks!", "a park, with a cat"),
            ("a park", "bring the dog back", "a park, with the dog"),
            ("two cats on a mat", "replace the cats with a dog", "a dog on a mat"),
            ("a red dog on a mat", "replace the red dog with a cat", "a cat on a mat"),
            ("a black cat and a white cat", "remove the white cat", "a black cat"),
            ("A meadow. No people.", "add a cat", "A meadow. No people. With a cat."),
            ("a meadow without people", "add a cat", "a meadow without people. With a cat."),
            ("A meadow. No people.", "make it night", "A meadow. No people. At night."),
        ] as [(Prompt, Prompt, Prompt)])
    func `words stay whole, and mean what they meant`(brief: Prompt, edit: Prompt, whole: Prompt) {
        #expect(merge(brief, [edit]).merged == whole)
        #expect(merge(brief, [edit]).notes == [])
    }

    @Test(
        arguments: [
            ("a red, white and blue flag", "make the flag green"),
            ("a red, shiny door", "make the door green"),
            ("a red-striped awning", "make the awning green"),
            ("a door that is red and white", "make the door green"),
            (
                "a dog",
                "put a hat on the dog and leave some space at the top for a title"
            ),
            ("a dog", "add a hat and keep the top free for a title"),
            ("a bicycle beside a wall", "remove the bicycle but keep its shadow"),
            ("a cat and two dogs", "add a hat and keep only the cat"),
            ("a red cat and a blue dog", "add a hat and keep the red dog"),
            ("a park", "add a sign that says \"Hello. World\""),
            ("a park", "add the letters \"A. B.\""),
            ("a park", "in the corner add a cat"),
            ("a dog on a mat", "replace the dog with a cat and the mat with a rug"),
            ("a road to the castle", "replace the road to the castle with a river"),
            ("a man beside a road", "replace the man with glasses by a woman"),
            ("three cats", "replace one of the cats with a dog"),
            ("three cats and a dog", "remove one of the cats"),
            ("two doors in a wall", "make one of the doors green"),
            ("two doors in a wall", "make the left door green"),
            ("a door in a wall", "make the handle of the door green"),
        ] as [(Prompt, Prompt)])
    func `what no rule is sure of stands at the end as it was said`(brief: Prompt, edit: Prompt) {
        let merge = merge(brief, [edit])
        #expect(merge.merged == Prompt("\(brief.text)\n\(edit.text)"))
        #expect(merge.notes.count == 1)
    }

    @Test func `what must stay is left out only where the brief says it, and that is noted`() {
        let brief: Prompt = "a red bicycle beside a blue door"
        let red = merge(brief, ["make the door white, keep the bicycle red"])
        #expect(
            red.merged
                == "a red bicycle beside a white door\nmake the door white, keep the bicycle red")
        for kept in ["keep the bicycle as it is", "keep everything else the same"] {
            let merge = merge(brief, [Prompt("make the door white and \(kept)")])
            #expect(merge.merged == "a red bicycle beside a white door")
            #expect(merge.notes.count == 1 && merge.notes[0].contains(kept))
        }
    }
}
