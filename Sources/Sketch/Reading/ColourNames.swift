/// The colours that have names.
enum ColourNames {
    static let all: [(words: String, colour: UInt32)] = [
        ("red 빨간 빨강 빨간색 빨강색 붉은 붉은색", 0xc62828),
        ("scarlet vermilion 주홍 주홍색 다홍", 0xd8381e), ("crimson 진홍 진홍색", 0xa4132f),
        ("maroon burgundy 자주 자주색 와인색", 0x6e1a2d), ("pink 분홍 분홍색 분홍빛 핑크 핑크색", 0xe88aa6),
        ("magenta fuchsia 마젠타", 0xc2258f), ("rose 장밋빛 장미색", 0xd9768c),
        ("coral salmon 산호색 연어색", 0xe9765f), ("orange 주황 주황색 오렌지색", 0xe5791d),
        ("amber 호박색", 0xd99a1c), ("peach 복숭아색 살구색", 0xf0b48e),
        ("yellow 노란 노랑 노란색 노랑색", 0xeebc1e), ("mustard 겨자색", 0xb98a1f),
        ("cream ivory 크림색 아이보리 상아색", 0xf1e7d0), ("beige 베이지 베이지색", 0xd9c6a5),
        ("tan khaki 카키 카키색 황갈색", 0xb59a6d), ("brown 갈색 밤색 갈색의", 0x7a4b2a),
        ("chocolate 초콜릿색", 0x55301c), ("olive 올리브색", 0x77793a),
        ("lime 라임색", 0x93c132), ("green 초록 초록색 녹색 푸르른 그린", 0x2f8a46),
        ("emerald 에메랄드색", 0x1b8f68), ("mint 민트 민트색", 0x9fd9bd),
        ("sage 세이지색", 0x99ab8c), ("teal 청록 청록색", 0x1e8085),
        ("turquoise aqua 터키색 옥색", 0x3cb8b4), ("cyan 시안", 0x25b4d4),
        ("blue 파란 파랑 파란색 파랑색 푸른 푸른색 블루", 0x2b62b5),
        ("azure cerulean 하늘빛 담청색", 0x3f8fd0), ("skyblue 하늘색", 0x7fb8e0),
        ("navy 남색 네이비 감색", 0x1d2f5c), ("indigo 인디고 쪽빛", 0x3a3a86),
        ("violet 바이올렛 제비꽃색", 0x7a4fae), ("purple 보라 보라색 보랏빛 퍼플", 0x6e3a93),
        ("lavender lilac mauve 연보라 연보라색 라벤더색", 0xb7a2d6), ("plum 자두색", 0x733457),
        ("white 흰 하얀 흰색 하얀색 새하얀 백색 화이트", 0xf4f3f0),
        ("black 검은 검정 검은색 검정색 까만 까만색 블랙", 0x22242a),
        ("grey gray 회색 잿빛 그레이", 0x8d9197), ("charcoal 먹색 숯색 진회색", 0x3a3d42),
    ]

    /// `light`, `dark` and their like, as phrases and what they do.
    static let shades: [(words: String, shade: Shade)] = [
        ("light 연한 밝은 옅은", Shade(lightness: 0.14, chroma: 0.8)),
        ("pale pastel faded 파스텔 창백한", Shade(lightness: 0.18, chroma: 0.55)),
        ("dark deep 어두운 짙은 진한", Shade(lightness: -0.14, chroma: 0.9)),
        ("bright vivid vibrant 선명한 쨍한", Shade(lightness: 0.04, chroma: 1.25)),
        ("muted dull dusty 탁한 차분한", Shade(lightness: 0, chroma: 0.55)),
    ]
}
