/// The words of English grammar, and those that only say that this is a picture.
enum SmallWords {
    /// Words that give nothing to draw.
    static let all = Set(
        """
        a an the this that these those some any each every another other others such same own both
        either neither all half it its it's he she they him his her hers their theirs them i me my
        mine we us our you your who whom whose which what where when why how there here and or but
        nor so yet if than then as because while although though since until unless whereas of in
        on at by for from to into onto upon with within without about above across after against
        along amid amidst among amongst around before behind below beneath beside besides between
        beyond down during except inside like near next off out outside over past per through
        throughout toward towards under underneath up via atop alongside is are was were be been
        being am do does did doing done has have had having can could will would shall should may
        might must let not no only just also too very quite rather really even still already again
        ever almost very much many more most few less least lot lots several one ones someone
        something somebody anything everything itself himself herself themselves together while
        image picture depict depicts depicting depicted depiction show shows showing shown features
        feature featuring featured scene please make create generate draw want see seen visible
        well way kind sort type bit and/or etc set put get gets got go goes side part piece's
        slightly somewhat apart away back forth instead yes ok appears appear appearing seems seem
        """.split { $0 == " " || $0.isNewline }.map(String.init))

    /// Words for numbers; one is left out, because it is an article as often.
    static let numbers: [String: Int] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
        "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12, "pair": 2, "couple": 2,
        "duo": 2, "trio": 3, "quartet": 4,
    ]
}

/// The Korean words that give nothing to draw.
enum KoreanSmallWords {
    static let all = Set(
        """
        그 이 저 및 또는 그리고 그런데 하지만 있는 있다 있습니다 있고 없는 하는 한다 하고 것 것이 수 등 더 매우 아주
        정말 너무 좀 조금 잘 또 또한 각 모든 어떤 이런 그런 저런 위 위에 위의 아래 아래에 안 안에 안의 앞 앞에 뒤 뒤에
        옆 옆에 속 속에 속의 사이 사이에 주변 주변에 주위 주위에 곁 곁에 함께 같은 대한 대해 통해 위해 위한 된 되는 되어
        이다 입니다 마리 명 그루 송이 개 그림 그려줘 그려 주세요 이미지 장면 모습 모습을 모습이 모습의 보이는 한 하나 하나의
        """.split { $0 == " " || $0.isNewline }.map(String.init))
}

/// The Korean words for numbers, with and without counters.
enum KoreanNumbers {
    static let all: [String: Int] = {
        let plain = [
            "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7,
            "여덟": 8, "아홉": 9, "열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40,
        ]
        var all = plain
        for (word, number) in plain {
            for counter in ["마리", "명", "개", "그루", "송이", "대", "채", "사람", "권", "잔"] {
                for particle in ["", "의", "가", "이", "를", "을"] {
                    all[word + counter + particle] = number
                }
            }
        }
        return all
    }()
}
