import Candid
import Testing

@Suite struct SentenceReadingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let claims: [String]
        var mood = Mood.said
        var testDescription: String { text }
    }

    private static let said = [
        Case(text: "I removed the hat.", claims: ["removed hat"]),
        Case(text: "I've removed the red hat from the man's head!", claims: ["removed red hat"]),
        Case(text: "The hat has been removed.", claims: ["removed hat"]),
        Case(text: "The hat is gone", claims: ["removed hat"]),
        Case(
            text: "Got rid of the power lines and added a scarf.",
            claims: ["removed power lines", "added scarf"]),
        Case(text: "I took out the sign", claims: ["removed sign"]),
        Case(text: "Replaced the cat with a dog.", claims: ["removed cat", "added dog"]),
        Case(text: "I made the change.", claims: ["changed"]),
        Case(text: "I made the change you asked for.", claims: ["changed"]),
        Case(text: "I made exactly the change you asked for.", claims: ["changed"]),
        Case(text: "I changed the lighting.", claims: ["changed lighting"]),
        Case(text: "Changed the car to green", claims: ["changed car", "attribute car green"]),
        Case(text: "I made the sky darker.", claims: ["changed sky", "attribute sky darker"]),
        Case(text: "Everything else is unchanged.", claims: ["kept everything-else"]),
        Case(text: "I kept the composition.", claims: ["kept composition"]),
        Case(text: "Done!", claims: ["changed"]),
        Case(text: "Fixed it!", claims: ["changed"]),
        Case(text: "Here is the updated picture.", claims: ["changed"]),
        Case(text: "The apple is green now.", claims: ["attribute apple green"]),
        Case(text: "모자를 제거했습니다.", claims: ["removed 모자"]),
        Case(text: "빨간 모자를 지웠어요", claims: ["removed 빨간 모자"]),
        Case(text: "목도리를 추가했습니다!", claims: ["added 목도리"]),
        Case(text: "하늘을 노을로 바꿨습니다.", claims: ["changed 하늘", "attribute 하늘 노을"]),
        Case(text: "조명을 변경했습니다.", claims: ["changed lighting"]),
        Case(text: "구도는 그대로 유지했습니다.", claims: ["kept composition"]),
        Case(text: "고양이를 없앴어요", claims: ["removed 고양이"]),
        Case(text: "고양이 없앴어요", claims: ["removed 고양이"]),
        Case(text: "고양이가 사라졌어요.", claims: ["removed 고양이"]),
        Case(text: "호랑이는 지웠습니다.", claims: ["removed 호랑이"]),
        Case(text: "완료했습니다.", claims: ["changed"]),
        Case(text: "고쳤습니다", claims: ["changed"]),
    ]

    private static let nothing = [
        "I could not remove the hat.", "Would you like me to remove the hat?",
        "I will remove the hat.", "I didn't change anything.", "Unfortunately the edit failed.",
        "모자를 제거하지 못했습니다.", "모자를 제거할까요?", "아직 바꾸지 않았습니다.", "What a lovely picture.",
    ]

    private static let asked = [
        Case(text: "remove the hat", claims: ["removed hat"], mood: .asked),
        Case(
            text: "make the light overcast",
            claims: ["changed lighting", "attribute light overcast"], mood: .asked),
        Case(text: "add a red scarf to the cat", claims: ["added red scarf"], mood: .asked),
        Case(
            text: "Turn the apple green, and don't change the background",
            claims: ["changed apple", "attribute apple green", "kept place"], mood: .asked),
        Case(
            text: "make the cat jump, not touching the ground",
            claims: ["changed cat", "attribute cat jump"], mood: .asked),
        Case(
            text: "a hand reaching for the moon without touching it", claims: [], mood: .asked),
        Case(text: "don't touch the dog", claims: ["kept subject:dog"], mood: .asked),
        Case(
            text: "고양이를 지우고 말을 추가해줘", claims: ["removed 고양이", "added 말"], mood: .asked),
        Case(
            text: "글자를 지우고 말풍선을 추가해줘", claims: ["removed 글자", "added 말풍선"], mood: .asked),
        Case(
            text: "문을 빨간색으로 바꾸고 마을을 추가해줘",
            claims: ["changed 문", "attribute 문 빨간색", "added 마을"], mood: .asked),
        Case(
            text: "모자를 추가하고 말을 지워줘", claims: ["added 모자", "removed 말"], mood: .asked),
        Case(text: "고양이는 지우지 말아 주세요", claims: ["kept subject:고양이"], mood: .asked),
        Case(text: "모자를 지워 주세요", claims: ["removed 모자"], mood: .asked),
        Case(text: "사과를 초록색으로 바꿔 줘", claims: ["changed 사과", "attribute 사과 초록색"], mood: .asked),
    ]

    @Test func `a change that somebody asked for is a noun`() {
        let claims = SentenceReading("Done! I made exactly the change you asked for.").claims
        #expect(claims.allSatisfy { $0.kind == .changed && $0.subject == nil })
        #expect(!claims.isEmpty)
    }

    @Test(arguments: said + asked)
    func `a sentence becomes what it claims`(example: Case) {
        let reading = SentenceReading(example.text, example.mood)
        #expect(reading.claims.map(Self.words) == example.claims)
    }

    @Test(arguments: nothing)
    func `who denies, doubts, asks or promises claims nothing`(sentence: String) {
        let reading = SentenceReading(sentence)
        #expect(reading.claims.isEmpty)
        #expect(reading.unread.count == 1)
    }

    @Test func `a claim rests on the sentence's own bytes`() throws {
        let text = "Sure… I removed the réd hat. 모자를 제거했습니다."
        for claim in SentenceReading(text).claims {
            let range = try #require(claim.range)
            #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == claim.span)
            #expect(!claim.span.isEmpty)
        }
    }

    private static func words(_ claim: Claim) -> String {
        [claim.kind.rawValue, claim.subject ?? claim.facet?.description, claim.value]
            .compactMap(\.self).joined(separator: " ")
    }
}
