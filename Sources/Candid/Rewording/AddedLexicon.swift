/// Words that take their class from the words beside them.
enum AddedLexicon {
    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0.isNewline }.map(String.init))
    }

    /// Grammar that brings nobody and nothing in; “someone”, “another” and “no” are not in it.
    static let grammar = words(
        """
        a an the this that its it of in on at by for from to into onto upon with within across after
        against along amid around before behind below beneath beside between beyond down during like
        near off out over through throughout toward towards under underneath up via atop above is are
        was were be been being has have and or as where which while very slightly somewhat side
        both only just too quite rather almost part
        및 그리고 또한 있는 있고 있다 위 위에 위의 아래 아래에 안에 안의 앞에 뒤에 옆에 속에 속의 사이에 주변에 주위에
        곁에 함께 같은 된 되는 되어 더 조금 모습 장면 위로 아래로
        """)

    /// Says how something is; of light before “light”, of a thing before a thing.
    static let manners = words(
        """
        soft softly hard low high shallow wide narrow long short deep even evenly gentle gently warm
        warmly cool cold early late natural golden pale subtle strong fine rough smooth thin thick
        heavy bright brightly dim clean clear clearly crisp single big large small slow fast
        morning evening afternoon midday noon dawn dusk sunset sunrise twilight night day daytime
        falling coming streaming filtering casting cast pouring raking slanting shining grazing
        slightly lightly shot seen viewed made angled tight loose close static steady diagonal
        horizontal vertical frontal direct indirect available mixed directional
        부드러운 부드럽게 은은한 따뜻한 차가운 약한 강한 낮은 높은 얕은 깊은 넓은 좁은 자연 아침 저녁 오후 새벽 한낮
        고른 옅은 짙은 얇은 두꺼운 거친 매끄러운
        """)

    /// Where light comes from; only before light.
    static let sources = words(
        "window studio lamp street candle moon sun fire sky stage lantern torch screen skylight 창가 창문 스튜디오"
    )

    /// Where light or the camera is; only after light or the camera.
    static let directions = words(
        "left right top bottom front back side above overhead behind below left-hand right-hand 왼쪽 오른쪽 위쪽 옆 뒤쪽 앞쪽"
    )

    /// Focal lengths and apertures, which are numbers of a camera's.
    static let lengths = words(
        "14mm 20mm 24mm 28mm 35mm 40mm 50mm 70mm 85mm 100mm 105mm 135mm 200mm 300mm mm f/1.4 f/1.8 f/2 f/2.8 f/4 f/8"
    )

    /// Stands between somebody and what they wear or are made of.
    static let wearing = words("in of a an")

    /// Colours of people and of nothing else.
    static let hairColours = words(
        "blonde blond brunette brunet auburn redhead redheaded tanned 금발 흑발")

    /// Those who are seen; what stands before them says what they look like.
    static let people = words(
        """
        man men woman women boy girl child children kid baby infant toddler teen teenager adult person
        people human lady gentleman guy gal fellow couple bride groom mother father mom dad parent son
        daughter brother sister grandmother grandfather grandma grandpa king queen prince princess
        worker farmer soldier dancer singer actor actress model student teacher doctor nurse chef cook
        artist musician player runner rider driver fisherman sailor monk nun knight wizard witch crowd
        face skin hair eye hand lip cheek body
        사람 남자 여자 소년 소녀 아이 아기 여성 남성 노인 할머니 할아버지 어머니 아버지 얼굴 피부 머리카락 손
        """)
}
