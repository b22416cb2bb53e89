/// The rest of the vocabulary: `_` stands for a space inside a phrase.
enum WordLists {
    static let counts: [(words: String, count: Int)] = [
        ("one single 1 한 하나", 1), ("two 2 couple pair 두 둘 한_쌍 couple_of pair_of", 2),
        ("three 3 few trio 세 셋 trio_of", 3), ("four 4 네 넷", 4),
        ("five 5 several some_of 다섯 몇 여러", 5), ("six 6 half_a_dozen half_dozen 여섯", 6),
        ("seven 7 일곱 group_of bunch_of flock_of herd_of", 7), ("eight 8 여덟", 8),
        ("nine 9 many lots_of crowd_of 아홉 많은 수많은", 9), ("ten 10 열", 10),
        ("eleven 11 열한 열하나", 11), ("twelve 12 dozen dozen_of 열두 열둘", 12),
    ]

    static let counters = "마리 개 명 대 권 송이 그루 채 잔 척 병 켤레 자루 장 사람 알 다발 쌍"

    static let sizes: [(words: String, factor: Double)] = [
        ("tiny miniature 아주_작은 조그만 조그마한", 0.4), ("small little 작은 소형", 0.65),
        ("big large tall 큰 커다란 키_큰 대형", 1.4), ("huge massive 거대한 엄청_큰", 1.9),
        ("giant gigantic enormous colossal 초대형 대왕", 2.4),
    ]

    static let relations: [(words: String, relation: Relation)] = [
        ("on on_top_of atop onto upon 위에 위의 위에는 위에서 위쪽에", .on),
        ("in inside into within inside_of 안에 안의 속에 속의 안쪽에 담긴 담겨 들어있는", .inside),
        ("under below beneath underneath 아래 아래에 아래의 밑에 밑의 아래쪽에", .under),
        (
            """
            beside next_to near close_to by alongside against leaning_on leaning_against leans_on \
            leans_against propped_against propped_up_against 옆에 옆의 곁에 근처에 옆에는 옆에서 옆으로
            """,
            .beside
        ),
        (
            "left_of to_the_left_of on_the_left_of on_the_left_side_of 왼쪽에 왼쪽의 왼편에",
            .leftOf
        ),
        (
            """
            right_of to_the_right_of on_the_right_of on_the_right_side_of 오른쪽에 오른쪽의 오른편에 \
            우측에
            """, .rightOf
        ),
        ("behind 뒤에 뒤의 뒤쪽에 뒤편에", .behind),
        ("in_front_of before 앞에 앞의 앞에서 앞쪽에", .inFrontOf),
        ("above over 위로 위를 상공에", .above), ("between 사이에 사이의 사이", .between),
        ("wearing 쓴 입은 쓰고 착용한", .wornBy), ("holding carrying playing 든 들고 들고_있는", .heldBy),
        ("with", .with),
    ]

    static let positions: [(words: String, position: Position)] = [
        ("on_the_left on_the_left_side at_left", .left), ("on_the_right on_the_right_side", .right),
        ("in_the_centre in_the_center in_the_middle centred centered 가운데에 가운데 중앙에", .centre),
        ("in_the_background in_the_distance far_away 멀리 배경에 멀리에", .background),
        ("in_the_foreground 전경에 가까이", .foreground),
    ]

    static let lights: [(words: String, light: Light)] = [
        ("studio_lighting studio_light softbox 스튜디오_조명", .studio),
        (
            """
            golden_hour sunset at_sunset evening_sun golden_light 노을 일몰 석양 해질녘 해_질_녘 해질_무렵 \
            황금빛 골든아워
            """, .golden
        ),
        ("sunrise dawn daybreak 일출 새벽 동틀_녘 해돋이", .dawn),
        ("overcast cloudy cloudy_sky grey_sky gray_sky 흐린 구름_낀 흐린_날", .overcast),
        ("dusk twilight blue_hour evening 황혼 땅거미 저녁 저녁에", .dusk),
        ("night at_night nighttime midnight moonlight moonlit dark_sky 밤 밤에 한밤 야간 달밤 밤의", .night),
        ("neon neon_light neon_lights neon_lighting 네온 네온사인 네온_조명 네온_불빛", .neon),
        (
            """
            day daytime daylight sunny noon sunlight sunlit morning afternoon clear_sky blue_sky \
            낮 한낮 맑은 화창한 햇살 아침 오후 대낮
            """, .day
        ),
    ]

    static let weather: [(words: String, weather: Weather)] = [
        ("rain rainy raining rainfall 비 비가 비_오는 비오는 비_내리는 비가_오는 빗속", .rain),
        ("snow snowing snowy snowfall 눈 눈_오는 눈이_오는 눈_내리는 눈_덮인", .snow),
        ("fog foggy mist misty haze hazy 안개 안개_낀 안개가_낀", .fog),
    ]

    static let styles: [(words: String, style: Style)] = [
        ("illustration illustrated drawing drawn 일러스트 삽화 일러스트레이션", .illustration),
        (
            """
            flat flat_design flat_style flat_illustration flat_vector vector vector_art minimalist \
            minimal 플랫 평면 벡터 플랫_디자인
            """, .flat
        ),
        (
            """
            line_art lineart line_drawing line_drawings ink_drawing pen_drawing pencil_drawing \
            pencil_sketch sketch ink outline \
            engraving 선화 라인아트 라인_아트 펜화 스케치 연필화
            """, .lineArt
        ),
        (
            """
            watercolour watercolor watercolour_painting watercolor_painting aquarelle watercolours \
            watercolors 수채화 수채 수채화풍 수채화로
            """, .watercolour
        ),
        (
            "pixel_art pixelart pixelated 8_bit 8bit 16_bit 16bit pixel 픽셀아트 픽셀_아트 픽셀 도트 도트_그림",
            .pixelArt
        ),
        ("blueprint technical_drawing cyanotype schematic 청사진 설계도 도면", .blueprint),
    ]

    static let ground = "background backdrop 배경 배경에 배경의 바탕 바탕에"
    static let transparent =
        "transparent transparent_background 투명 투명한 투명_배경 투명한_배경 no_background cutout cut_out"
    static let says =
        """
        says saying reads reading that_says words word lettering text letters lettered labelled \
        labeled titled title caption inscription spelling 라고 이라고 라는 이라는 적힌 쓰인 써진 글자 글씨 문구 \
        적혀 쓰여 제목
        """
    static let flying = "flying soaring hovering 나는 날아가는 날고"
    static let and = "and & plus 그리고 와 과 및"
    static let copula = "is are was were looks painted coloured colored dyed"
}
