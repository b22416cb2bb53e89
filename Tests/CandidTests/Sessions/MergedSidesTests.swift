import Testing

@testable import Candid

/// Light in Korean, lettering, places, and what Korean takes out of a list, merged into a brief.
@Suite struct MergedSidesTests {
    @Test(
        arguments: [
            ("빨간 자전거와 파란 문", ["밤으로 바꿔줘"], "빨간 자전거와 파란 문, 밤"),
            ("빨간 자전거와 파란 문", ["밤으로 바꿔줘", "낮으로 바꿔줘"], "빨간 자전거와 파란 문, 낮"),
            ("밤의 거리", ["낮으로 바꿔줘"], "낮의 거리"), ("비 오는 거리", ["눈 오게 해줘"], "눈 오는 거리"),
            ("흐린 거리", ["맑은 날씨로 바꿔줘"], "맑은 거리"), ("빨간 자전거", ["비가 오게 해줘"], "빨간 자전거, 비 오는 날씨"),
            ("비 오는 거리", ["밤으로 해줘"], "비 오는 거리, 밤"),
            ("a red bicycle", ["밤으로 바꿔줘"], "a red bicycle, 밤"),
            ("빨간 자전거", ["밤으로 바꿔줘", "make it noon"], "빨간 자전거 at noon"),
            ("빨간 자전거와 파란 문", ["문을 지워줘"], "빨간 자전거"),
            ("빨간 자전거와 파란 문", ["자전거를 빼줘"], "파란 문"),
            ("빨간 자전거, 고양이, 파란 문", ["고양이를 지워줘"], "빨간 자전거, 파란 문"),
            ("빨간 자전거, 고양이", ["고양이를 없애줘"], "빨간 자전거"),
            ("빨간 자전거", ["배경을 바다로 바꿔줘"], "빨간 자전거, 배경은 바다"),
            ("빨간 자전거", ["배경을 바다로 바꿔줘", "배경을 푸른 숲으로 바꿔줘"], "빨간 자전거, 배경은 푸른 숲"),
            ("간판 “닫힘”이 있는 가게", ["“닫힘”을 “열림”으로 바꿔줘"], "간판 “열림”이 있는 가게"),
        ] as [(Prompt, [Prompt], Prompt)])
    func `Korean is merged where it is sure`(brief: Prompt, edits: [Prompt], whole: Prompt) {
        #expect(merge(brief, edits).merged == whole)
        #expect(merge(brief, edits).notes == [])
    }

    @Test(
        arguments: [
            (
                "a shop with a sign that says \"CLOSED\"", ["change the sign to OPEN"],
                "a shop with a sign that says \"OPEN\""
            ),
            (
                "a shop with a sign that says \"CLOSED\"",
                ["make the sign say OPEN", "make the sign say “Come in”"],
                "a shop with a sign that says \"Come in\""
            ),
            (
                "a shop with a \"CLOSED\" sign", ["change \"CLOSED\" to \"OPEN\""],
                "a shop with a \"OPEN\" sign"
            ),
            (
                "a poster, \"SALE\" in large letters", ["change the text to Summer Sale"],
                "a poster, \"Summer Sale\" in large letters"
            ),
            (
                "a shop with a sign above the door", ["make the sign read “Fish & Chips, 24/7”"],
                "a shop with a sign “Fish & Chips, 24/7” above the door"
            ),
            (
                "a poster with the title \"SALE\"",
                ["actually make the title “Last days, 50 % off”"],
                "a poster with the title \"Last days, 50 % off\""
            ),
            (
                "a bakery with a sign and the title “Summer”", ["change the sign to OPEN"],
                "a bakery with a sign \"OPEN\" and the title “Summer”"
            ),
            (
                "a shop with a sign", ["make the sign say come in"],
                "a shop with a sign \"come in\""
            ),
            ("a red bicycle", ["put them on a beach instead"], "a red bicycle on a beach"),
            ("a wooden table", ["put it in a garden"], "a wooden table in a garden"),
            (
                "a shop with a sign", ["change the sign to OPEN", "make the sign say SHUT"],
                "a shop with a sign \"SHUT\""
            ),
            (
                "a sign that says “A” and a door that says “B”", ["replace “B” with “C”"],
                "a sign that says “A” and a door that says “C”"
            ),
            (
                "a red bicycle on a street", ["put it on a beach instead"],
                "a red bicycle on a beach"
            ),
            (
                "a red bicycle on a street",
                ["put it on a beach instead", "put it in a forest instead"],
                "a red bicycle in a forest"
            ),
            (
                "a red bicycle on a street at night", ["put the bicycle on a beach instead"],
                "a red bicycle on a beach at night"
            ),
            ("a red bicycle", ["move the scene to a beach"], "a red bicycle on a beach"),
            (
                "a red bicycle", ["change the background to a beach"],
                "a red bicycle, with a beach as the background"
            ),
            (
                "a red bicycle on a street", ["change the background to a forest"],
                "a red bicycle, with a forest as the background"
            ),
            (
                "a red bicycle, with a beach as the background",
                ["make the background a brick wall"],
                "a red bicycle, with a brick wall as the background"
            ),
            (
                "a red bicycle", ["change the background to a beach", "put it in a forest"],
                "a red bicycle in a forest"
            ),
        ] as [(Prompt, [Prompt], Prompt)])
    func `letters and places take the place of those before`(
        brief: Prompt, edits: [Prompt], whole: Prompt
    ) {
        #expect(merge(brief, edits).merged == whole)
        #expect(merge(brief, edits).notes == [])
    }

    @Test(
        arguments: [
            ("밤하늘 아래 자전거", "낮으로 바꿔줘"), ("노을 지는 바다", "밤으로 바꿔줘"), ("밤의 거리", "make it noon"),
            ("a street at noon", "밤으로 바꿔줘"), ("접시 위의 밤", "낮으로 바꿔줘"), ("빨간 자전거", "더 어둡게 해줘"),
            ("a sign \"A\" and a door \"B\"", "change the text to C"),
            ("a shop with a sign", "change the sign to red stripes"),
            ("a shop with two signs that say \"A\"", "make both signs say OPEN"),
            ("a street with a house", "put it on a beach"),
            ("a city street", "change the background to a forest"),
            ("a bicycle on a street", "make the background blurry"),
            ("a cat and a dog", "put the dog on a beach"),
            ("a red bicycle and a mat", "put the bicycle on the mat"),
            ("바다의 자전거", "배경을 숲으로 바꿔줘"), ("밤의 거리", "배경을 흐리게 해줘"),
            ("밤의 거리", "사진을 흐리게 해줘"), ("흐린 거리", "사진을 흐리게 해줘"), ("밤의 거리", "해변을 낮으로 바꿔줘"),
            ("빨간 자전거", "해변을 밤으로 바꿔줘"), ("비 오는 거리", "해바라기를 흐리게 해줘"),
            ("오후의 햇살이 드는 창문", "밤으로 바꿔줘"), ("흰 배경의 사과", "배경을 바다로 바꿔줘"),
            ("an old man on a bench", "make the man read a book"),
            ("a shop with a sign", "make the sign read better"),
            ("a shop with a sign", "make the sign say a warm welcome"),
            ("a sign that says “OPEN”", "change the text to red"),
            ("a sign that says “OPEN”", "turn the letters to gold"),
            ("a sign that says “OPEN”", "change the lettering to a serif font"),
            ("a sign that says “OPEN”", "change the title to bold"),
            ("a sign that says “OPEN”", "change the text to Comic Sans"),
            ("a red apple on a white background", "change the background to a beach"),
            ("a red bicycle", "make the background a little brighter"),
            ("a red bicycle", "make the background a touch warmer"),
            ("a man looking at a mountain", "change the background to a desert"),
            ("a man pointing at a mountain", "change the background to a desert"),
            ("a man walking through a forest", "change the background to a desert"),
            ("a man looking at a mountain", "put it on a beach"),
        ] as [(Prompt, Prompt)])
    func `what is not sure stands as it was said, and is named`(brief: Prompt, edit: Prompt) {
        let merge = merge(brief, [edit])
        #expect(merge.merged == Prompt("\(brief.text)\n\(edit.text)"))
        #expect(merge.notes.count == 1)
    }

    @Test(
        arguments: [
            ["밤으로 바꿔줘", "낮으로 바꿔줘"], ["밤으로 바꿔줘", "make it noon"], ["비 오게 해줘", "눈 오게 해줘"],
            ["change the sign to OPEN", "make the sign say SHUT"],
            ["change the text to A", "change the text to B"],
            ["put it on a beach", "put it in a forest"],
            ["change the background to a beach", "배경을 숲으로 바꿔줘"],
            ["change the background to a beach", "put it in a forest"],
        ] as [[Prompt]])
    func `of two edits on the same side the later one is left`(edits: [Prompt]) {
        let net = edits.enumerated().reduce(into: [NetEdit]()) { net, next in
            net = net.resolved(
                with: NetEdit(turn: next.offset + 2, next.element), brief: "a shop with a sign")
        }
        #expect(net.map(\.words) == [edits[1]])
    }

    @Test func `what an earlier merge left at the end gives way in Korean as well`() {
        let first = merge("노을 지는 바다", ["비 오게 해줘", "밤으로 바꿔줘"])
        let second = merge(first.merged, ["낮으로 바꿔줘"])
        #expect(!second.merged.text.contains("밤으로") && second.merged.text.contains("낮으로 바꿔줘"))
    }
}
