/// Words that ask for nothing.
///
/// Negation is among them on purpose: `sketch` reads a prompt as a bag of words, like the models
/// that it stands for, so "no people" draws people.
enum StopWords {
    static let negations =
        """
        no not without never none nothing don't dont doesn't isn't aren't avoid except excluding \
        exclude free neither nor 없이 없는 없다 말고 아닌 않은 않는 안 빼고 제외 제외하고 금지
        """
    static let english =
        """
        a an the of to from for at as that this these those there here it its it's his her their \
        our your my i we you he she they who which whose what where when while be been being am \
        has have had having do does did will would should could can may might must please also \
        too very quite rather really just only some any each every both all other another same or \
        but then than so such up down off out about around along through across \
        toward towards onto per via made make makes making draw draws create creates \
        generate generates show shows showing shown depict depicts depicting depicted feature \
        features featuring contain contains containing include includes including picture pictures \
        image images scene view style design art artwork looking facing sit sits \
        sitting seated stand stands standing lie lies lying lean leans leaning rest rests resting \
        parked placed place set sitting hang hangs hanging mounted put located positioned arranged \
        colour color colours colors lit lighting light lights sky air ground outside outdoors \
        indoors inside let left right top bottom side front back middle centre center corner \
        full whole body kind type sort piece plain simple own like using use \
        s t re ve size sized wearing holding filled floor time
        """
    static let korean =
        """
        있는 있다 있고 있습니다 있어요 있음 있는데 있으며 그려줘 그려 그려주세요 그린 주세요 줘 해줘 만들어 만들어줘 그림 모습 \
        장면 이미지 놓인 놓여 놓여있는 앉아 앉은 앉아있는 앉아있다 서 선 서있는 세워진 세워져 기대어 기댄 누워 누운 걸린 \
        걸려 달린 그 이 저 것 수 등 더 매우 아주 정말 너무 좀 조금 모든 각 색 색깔 색상 빛 조명 하늘 풍의 풍 느낌 느낌의 \
        스타일 스타일의 스타일로 방식 화풍 보이는 보인다 들어 된 만든 함께 같이 에서 으로 로 가 을 를 은 는 \
        에 의 도 날 날씨 속 입니다 이다 지는 물든 비치는 떠있는 떠 뜬 핀 있다가 위쪽 인 하는 한다 된다 및 또는 쪽 편
        """
    static let embellishments =
        """
        beautiful stunning gorgeous amazing epic masterpiece breathtaking majestic lovely nice \
        pretty elegant award winning best quality highly detailed intricate detail details high \
        hd uhd 4k 8k hdr trending artstation cinematic dramatic atmospheric moody magical dreamy \
        whimsical charming cozy cosy vintage modern professional perfect incredible \
        아름다운 멋진 예쁜 귀여운 고급스러운 환상적인 웅장한 감성적인 고품질 최고 화려한 몽환적인
        """
    static let emptiness = "empty deserted vacant uninhabited bare 텅_빈 빈 비어_있는"
    static let photographic =
        """
        photo photograph photography photorealistic photographic realistic realism hyperrealistic \
        3d render rendered unreal octane bokeh dslr 35mm lens macro 사진 실사 사실적인 렌더링 극사실
        """
}
