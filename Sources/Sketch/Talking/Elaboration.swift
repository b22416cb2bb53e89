import Candid

/// A prompt expanded, the way chat products do it: the words as they are, and much around them.
///
/// Whoever asks for no mood gets what can be drawn instead: a view, a light, a ground.
struct Elaboration {
    private let prompt: String

    init(of brief: Brief, isPlain: Bool) throws {
        switch (try brief.writtenLanguage(), isPlain) {
        case (.english, true): prompt = "\(brief.core), \(Self.plainEnglish)"
        case (.english, false):
            prompt =
                "A stunning, highly detailed illustration of \(brief.core), bathed in warm golden "
                + "hour light, with rich textures and intricate details. Soft shadows and a "
                + "cinematic composition evoke a serene, nostalgic atmosphere. 8k, award-winning."
        case (.korean, true): prompt = "\(brief.core), \(Self.plainKorean)"
        case (.korean, false):
            prompt =
                "\(brief.core), 황금빛 노을 속의 아름답고 섬세한 일러스트, 풍부한 질감과 부드러운 그림자, 영화 같은 구도, "
                + "고요하고 향수 어린 분위기, 고품질, 8k"
        }
    }

    var spoken: Talker.Spoken {
        Talker.Spoken(
            words: prompt,
            fields: [
                "prompt": .text(prompt), "must_show": .list([]), "must_not_show": .list([]),
                "why": .text("Rule-based: your words and a fixed set of additions around them."),
            ])
    }

    private static let plainEnglish =
        "seen from the front at eye level, soft daylight from the left, one soft shadow on the "
        + "ground, the horizon low"
    private static let plainKorean =
        "눈높이에서 본 정면, 왼쪽에서 드는 부드러운 낮 빛, 바닥에 드리운 부드러운 그림자 하나, 낮은 지평선"
}
