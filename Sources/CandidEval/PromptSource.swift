import Candid

/// Makes prompts like those that people write, from our own words and a seed.
struct PromptSource {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A prompt of about 241 bytes; one in twelve is Korean, three in ten hold a negation.
    mutating func prompt() -> Prompt {
        let korean = below(12) == 0
        var text =
            korean ? pick(Self.koreanSubjects) : "\(pick(Self.openers)) \(pick(Self.subjects))"
        let length = 120 + below(240)
        while text.utf8.count < length {
            text += below(4) == 0 ? ". " : ", "
            text += korean ? pick(Self.koreanDetails) : detail()
        }
        return Prompt(text)
    }

    private mutating func detail() -> String {
        switch below(24) {
        case 0: "\(pick(Self.cues)) \(pick(Self.things))"
        case 1: "with \(pick(["two", "three", "seven"])) \(pick(Self.things))"
        case 2: "a sign that says \"\(pick(Self.words)) \(pick(Self.words))\""
        case 3, 4, 5: pick(Self.styles)
        case 6, 7, 8:
            "\(pick(Self.words)) \(pick(Self.words)) \(pick(Self.things)) in the \(pick(Self.places))"
        default:
            "\(pick(Self.words)) \(pick(Self.things)) \(pick(Self.joints)) the \(pick(Self.places))"
        }
    }

    private mutating func pick(_ words: [String]) -> String {
        words[below(words.count)]
    }

    private mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    private static let openers = ["a", "an old", "the quiet", "a wide view of a", "portrait of a"]
    private static let subjects = [
        "lighthouse keeper", "harbour at dawn", "greenhouse", "paper boat", "violin maker's bench",
        "night train", "sleeping fox", "market square", "observatory", "cobbled lane",
    ]
    private static let things = [
        "lanterns", "ropes", "gulls", "barrels", "brass gears", "windows", "ferns", "umbrellas",
        "bicycles", "teapots", "clouds", "people", "crates", "ladders", "letters",
    ]
    private static let places = [
        "foreground", "pier", "doorway", "far hills", "workshop", "left corner", "river bank",
        "gallery", "courtyard", "rain",
    ]
    private static let joints = ["beside", "behind", "near", "under", "against", "above"]
    private static let words = [
        "weathered", "copper", "pale", "woven", "crooked", "mossy", "blue", "narrow", "folded",
        "dusty", "red", "hollow", "striped", "frosted", "quiet", "gilded",
    ]
    private static let cues = ["no", "without", "not", "never", "instead of", "free of"]
    private static let styles = [
        "soft morning light", "watercolor", "35mm film", "muted palette", "highly detailed",
        "low angle", "long exposure", "woodcut", "cinematic still", "stunning", "art deco",
    ]
    private static let koreanSubjects = ["새벽 항구의 등대", "비 내리는 골목의 고양이", "오래된 온실", "종이배가 떠 있는 강"]
    private static let koreanDetails = [
        "따뜻한 아침 빛", "낡은 나무 문 옆에 놓인 자전거", "사람 없이", "붉은 지붕과 좁은 창문", "수채화 느낌",
        "멀리 보이는 푸른 언덕", "구름이 없는 하늘", "창가에 앉은 노인", "젖은 돌길 위의 반사",
    ]
}
