import Candid
import Testing

@Suite struct TextDriftTests {
    static let brief: Prompt = "a red barn beside a pond"

    @Test func `words are shared out between brief, person and machine`() {
        let drift = TextDrift(
            brief: Self.brief,
            turns: [
                .init(said: "add two cows", sent: "a red barn by a pond, cows, majestic clouds")
            ])
        let reading = drift.readings[0]
        #expect(reading.words == 6)
        #expect(reading.briefShare == 3.0 / 6)
        #expect(reading.personShare == 1.0 / 6)
        #expect(reading.machineShare == 2.0 / 6)
        #expect(reading.machineWords == ["majestic", "clouds"])
        #expect(reading.novelty == 3.0 / 6)
        #expect(reading.growth == 2)
    }

    @Test func `what the person said in an earlier turn stays theirs`() {
        let drift = TextDrift(
            brief: Self.brief,
            turns: [
                .init(said: "in winter", sent: "a red barn beside a pond in winter"),
                .init(said: nil, sent: "a red barn beside a pond in winter"),
            ])
        #expect(drift.readings.map(\.machineShare) == [0, 0])
    }

    @Test func `everything is measured against the brief, so that small steps add up`() {
        let texts = [
            "serene", "serene glowing", "serene glowing velvet", "serene glowing velvet 8k",
        ]
        let drift = TextDrift(
            brief: Self.brief,
            turns: texts.map { .init(said: nil, sent: Prompt("red barn, pond, \($0)")) })
        let shares = drift.readings.map(\.machineShare)
        #expect(shares == shares.sorted())
        #expect(drift.readings.map(\.everAdded) == [1, 2, 3, 4])
        #expect(drift.alarm() == 2)
        #expect(drift.alarm(above: 0.9) == nil)
    }

    @Test func `what the machine takes away again was added all the same`() {
        let drift = TextDrift(
            brief: Self.brief,
            turns: [
                .init(said: nil, sent: "red barn, pond, serene"),
                .init(said: nil, sent: "red barn, pond, glowing"),
            ])
        #expect(drift.readings.last?.machineWords == ["glowing"])
        #expect(drift.readings.last?.everAdded == 2)
    }

    @Test func `a word of the brief that nobody spoke of is lost; one that the person took is not`()
    {
        let drift = TextDrift(
            brief: Self.brief, turns: [.init(said: "remove the pond", sent: "a barn")])
        #expect(drift.readings[0].lostWords == ["red"])
        #expect(drift.readings[0].loss == 1.0 / 3)
    }

    @Test func `a phrase that must stay may be said in other words, but must be said`() {
        let drift = TextDrift(
            brief: "a small dog, \"REX\"",
            turns: [
                .init(said: nil, sent: "a little dog with \"REX\""),
                .init(said: nil, sent: "a little cat with \"REX\""),
            ], mustStay: ["small dog", "\"REX\""])
        #expect(drift.readings.map(\.brokenPromises) == [[], ["small dog"]])
    }

    @Test func `a style card stands to the byte, and its words are nobody's addition`() {
        let card: Prompt = "flat gouache, muted ochre"
        let drift = TextDrift(
            brief: "a mill",
            turns: [
                .init(said: nil, sent: "a mill. flat gouache, muted ochre"),
                .init(said: nil, sent: "a mill. flat gouache, bright ochre"),
            ], styleCard: card)
        #expect(drift.readings.map(\.keepsStyleCard) == [true, false])
        #expect(drift.readings[0].machineShare == 0)
        #expect(drift.readings[1].machineWords == ["bright"])
    }

    @Test func `without a style card nothing is said of one`() {
        let drift = TextDrift(brief: "a mill", turns: [.init(said: nil, sent: "a mill")])
        #expect(drift.readings[0].keepsStyleCard == nil)
    }

    @Test func `an empty brief and an empty text are no trouble`() {
        let drift = TextDrift(
            brief: "", turns: [.init(said: "", sent: ""), .init(said: nil, sent: "a cat")])
        #expect(drift.readings[0].words == 0)
        #expect(drift.readings[0].growth == nil)
        #expect(drift.readings[1].machineShare == 1)
    }

    @Test func `Korean turns are read without their particles`() {
        let drift = TextDrift(
            brief: "빨간 헛간과 연못",
            turns: [.init(said: "눈을 더해 줘", sent: "눈이 내린 연못 옆의 빨간 헛간")])
        #expect(drift.readings[0].machineWords == ["내린"])
    }
}
