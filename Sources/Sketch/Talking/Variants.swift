import Candid

/// Prompts that meet one brief in different ways: its own words, each time with another view, light
/// and style where it names none.
struct Variants {
    private let brief: Brief
    private let wish: Wish

    init(of brief: Brief, illustrator: Illustrator) {
        self.brief = brief
        wish = Reader.wish(
            of: brief.positive.text, vocabulary: illustrator.vocabulary,
            library: illustrator.library)
    }

    /// So many prompts, as fields of a plan and as a numbered list.
    ///
    /// - Throws: ``Talker/Silence`` for a language that the talker does not write.
    func spoken(_ count: Int) throws -> Talker.Spoken {
        let words = try brief.writtenLanguage() == .korean ? VariantWords.korean : .english
        let items = (0..<min(count, Plan.limit)).map { item($0, words) }
        let lines = items.enumerated().map { "\($0 + 1). \($1["prompt"]?.text ?? "")" }
        return Talker.Spoken(
            words: lines.joined(separator: "\n"),
            fields: ["prompts": .list(items.map { .object($0) })])
    }

    private func item(_ index: Int, _ words: VariantWords) -> [String: JSONValue] {
        let view = words.views[index % words.views.count]
        // Five lights and six views meet in thirty pairs before one comes again.
        let light = words.lights[index % words.lights.count]
        let style = words.styles[(index + index / words.styles.count) % words.styles.count]
        var parts = [brief.core, view.words]
        if wish.light == nil { parts.append(light) }
        // The first says nothing of a style: the brief as it is.
        if wish.style == nil, index > 0 { parts.append(style) }
        return [
            "title": .text(view.title), "prompt": .text(parts.joined(separator: ", ")),
            "size": .text(view.size.description), "why": .text(words.why + view.why),
            "must_show": .list(brief.wanted.map { .text($0) }),
            "must_not_show": .list(brief.excluded.map { .text($0) }),
        ]
    }
}

/// What variants add to a brief.
struct VariantWords: Sendable {
    /// Where a scene is seen from.
    struct View: Sendable {
        let title: String
        let words: String
        let size: Size
        let why: String
    }

    let views: [View]
    let lights: [String]
    let styles: [String]
    /// What stands before each reason, so that nobody takes it for a language model's.
    let why: String

    private static let square = Size(width: 1024, height: 1024)
    private static let wide = Size(width: 1536, height: 1024)
    private static let tall = Size(width: 1024, height: 1536)

    static let english = VariantWords(
        views: [
            View(
                title: "From the front", words: "seen straight from the front, in the middle",
                size: square, why: "its shape is seen without distortion"),
            View(
                title: "Close-up", words: "close-up that fills the frame", size: square,
                why: "its details are large"),
            View(
                title: "Wide view", words: "small in a wide view with a low horizon", size: wide,
                why: "the surroundings are seen"),
            View(
                title: "From above", words: "seen from directly above", size: square,
                why: "the arrangement on the ground is seen"),
            View(
                title: "Low view", words: "seen from a low viewpoint", size: tall,
                why: "it stands tall against the sky"),
            View(
                title: "Three-quarter view", words: "three-quarter view from the left",
                size: wide, why: "front and side are seen at once"),
        ],
        lights: [
            "soft daylight from the left", "evening sun with long shadows",
            "even studio lighting with one soft shadow", "flat light under an overcast sky",
            "at night with one warm lamp",
        ],
        styles: [
            "flat vector illustration in few colours", "watercolour on rough paper",
            "ink line drawing", "pixel art",
        ],
        why: "Rule-based, by no language model: ")

    static let korean = VariantWords(
        views: [
            View(title: "정면", words: "정면에서 본 모습, 가운데 배치", size: square, why: "형태가 그대로 보입니다"),
            View(title: "클로즈업", words: "화면을 가득 채운 클로즈업", size: square, why: "세부가 크게 보입니다"),
            View(title: "넓은 화면", words: "낮은 지평선의 넓은 화면", size: wide, why: "주변이 함께 보입니다"),
            View(title: "위에서", words: "바로 위에서 내려다본 모습", size: square, why: "배치가 보입니다"),
            View(title: "낮은 시점", words: "낮은 시점에서 올려다본 모습", size: tall, why: "높이가 강조됩니다"),
            View(title: "비스듬히", words: "왼쪽 앞에서 비스듬히 본 모습", size: wide, why: "앞과 옆이 함께 보입니다"),
        ],
        lights: [
            "왼쪽에서 드는 부드러운 낮 빛", "긴 그림자가 지는 석양", "부드러운 그림자 하나의 고른 스튜디오 조명",
            "흐린 하늘의 고른 빛", "따뜻한 등불 하나가 켜진 밤",
        ],
        styles: ["색이 적은 플랫 일러스트", "거친 종이 위의 수채화", "펜화", "픽셀 아트"],
        why: "언어 모델이 아닌 규칙으로 만든 안 (rule-based): ")
}
