/// Pairs of our own: a prompt, and the same thing said in slightly other words.
enum EmbellishPairs {
    static let paraphrases: [(String, String)] = [
        ("A red bicycle leaning against a brick wall", "a red bike leans against a brick wall."),
        ("two dogs playing in the snow", "In the snow, 2 dogs play"),
        (
            "an old fisherman mending nets on the pier",
            "On the pier, an elderly fisherman mends his nets."
        ),
        ("A grey cat asleep on a windowsill", "a gray cat sleeping on the window sill"),
        ("the colour wheel on a white table", "color wheel on white table"),
        ("A small boat crossing a lake at dawn", "At dawn a little boat crosses the lake"),
        ("a photo of three green apples in a bowl", "photograph of a bowl with 3 green apples"),
        (
            "a girl in a yellow raincoat jumping over a puddle",
            "Girl wearing a yellow rain coat jumps over a puddle"
        ),
        (
            "Lighthouse on a cliff, stormy sea, evening",
            "stormy sea, a lighthouse on the cliff, evening"
        ),
        ("a wooden chair beside a window", "A chair made of wood next to the window."),
        ("an astronaut riding a horse on the moon", "On the moon, an astronaut rides a horse"),
        ("A man reads a newspaper in a café", "a man is reading the newspaper at a café"),
        ("five balloons tied to a mailbox", "5 balloons tied to a postbox"),
        ("a big oak tree in the middle of a field", "A large oak tree in the centre of the field"),
        (
            "city skyline at night with a full moon",
            "At night: a city's skyline under the full moon"
        ),
        ("a child holding a blue kite", "A blue kite held by a kid"),
        (
            "A sign that reads \"OPEN\" above a shop door",
            "above the door of a store, a sign saying \"OPEN\""
        ),
        ("mountains reflected in a calm lake", "A calm lake reflecting mountains"),
        ("a bowl of ramen with a boiled egg", "Ramen bowl, with one boiled egg in it"),
        ("a train passing through a snowy forest", "a train passes through the woods in the snow"),
        ("a watercolour of a village church", "village church, watercolor"),
        (
            "The robot waters potted plants on a balcony.",
            "A robot watering plants in pots on the balcony"
        ),
        ("a fox and an owl sharing an umbrella", "An owl and a fox share one umbrella."),
        ("a stack of old books next to a candle", "old books in a stack beside a candle"),
        ("an empty street after the rain", "Empty road after rain"),
        ("a jar of honey on a checked tablecloth", "Honey jar on a checkered table cloth"),
        ("a close-up of a bee on a sunflower", "bee on a sunflower, close up"),
        ("a knight in silver armour kneeling", "A kneeling knight in armor of silver"),
        ("the inside of a library with tall shelves", "A library interior with tall shelves"),
        ("a black and white photo of a jazz trio", "Jazz trio, photographed in black and white"),
        ("a surfer catching a wave at sunset", "At sunset, a surfer catches a wave"),
        (
            "a cosy cabin in the woods, smoke from the chimney",
            "cozy cabin in the forest with chimney smoke"
        ),
        ("an elephant balancing on a ball", "Elephant that balances on a ball"),
        (
            "a market stall selling oranges and lemons",
            "A stall at a market, where lemons and oranges are sold"
        ),
        ("a baker taking bread out of the oven", "baker takes bread from an oven"),
        ("a cartoon penguin wearing a scarf", "Cartoon of a penguin with a scarf on"),
        (
            "a glass of water on a windowsill, morning light",
            "morning light, glass of water on a window sill"
        ),
        ("an oil painting of a harbour with ten boats", "Harbor with 10 boats, oil painting"),
        ("a woman playing the cello in an empty theatre", "Woman plays cello in empty theater"),
        ("a jigsaw puzzle with one missing piece", "a jigsaw with a piece missing"),
        (
            "a dragon curled around a castle tower",
            "The tower of a castle with a dragon curled around it"
        ),
        ("a hot air balloon above green hills", "Above green hills floats a hot-air balloon"),
        ("a toy car made of tin", "Toy automobile made of tin"),
        ("a boy feeding ducks by a pond", "A boy feeds the ducks at a pond."),
        ("a portrait of an old woman laughing", "Portrait of a laughing elderly woman"),
        ("minimal poster of a mountain in two colours", "a minimalist mountain poster in 2 colors"),
        ("a rusty key on a velvet cushion", "On a velvet cushion there is a rusty key"),
        ("a spaceship landing in a wheat field", "wheat field where a spaceship lands"),
        ("a teapot shaped like a pumpkin", "A pumpkin-shaped teapot"),
        ("a row of houses along a canal", "Houses in a row along the canal"),
        ("a dentist's chair in the desert", "in the desert, a dentist chair"),
        ("isometric drawing of a small kitchen", "a little kitchen, drawn isometrically"),
        ("a ginger kitten in a shoebox", "ginger kitten inside a shoe box"),
        (
            "a clock without hands on a station wall",
            "On the wall of a station, a clock that has no hands"
        ),
        (
            "a picnic blanket with bread, cheese and grapes",
            "bread, grapes and cheese on a picnic blanket"
        ),
        ("a snowman wearing a top hat", "Snowman with a top hat"),
        ("four chairs around a round table", "a round table with four chairs round it"),
        ("a hiker looking at a waterfall", "Hiker who looks at the waterfall"),
        ("an empty swimming pool seen from above", "From above: a swimming pool, empty"),
        ("a bus stop in heavy fog", "Bus stop in thick fog"),
        ("a turtle swimming over a coral reef", "sea turtle swims above a coral reef"),
        ("a violin lying on sheet music", "A violin on sheets of music"),
        ("paper lanterns floating on a river", "Lanterns of paper float on the river"),
        ("a blacksmith hammering a sword", "The blacksmith hammers on a sword"),
        ("눈 덮인 산 아래 작은 오두막", "작은 오두막, 눈 덮인 산 아래에"),
        ("빨간 우산을 쓴 소녀", "소녀가 빨간 우산을 쓰고 있다"),
        ("고양이 두 마리가 창가에서 잔다", "창가에서 잠자는 고양이 2마리"),
        ("바닷가를 걷는 노인과 개", "개와 노인이 바닷가를 걷는다"),
        ("나무 탁자 위의 파란 꽃병", "파란 꽃병이 나무 탁자 위에 있다"),
        ("비 오는 밤의 골목길", "골목길, 비 오는 밤"),
        ("한복을 입은 아이가 연을 날린다", "연을 날리는 한복 입은 아이"),
        ("수채화로 그린 시골 마을", "시골 마을 수채화"),
    ]

    /// Our own Korean embellished pairs; the measuring set has none.
    static let koreanEmbellished: [(String, String)] = [
        ("고양이 한 마리", "황금빛 햇살이 스며드는 아늑한 방에서 부드러운 털을 뽐내며 졸고 있는 사랑스러운 고양이 한 마리, 몽환적인 분위기"),
        ("비 오는 거리", "네온사인이 젖은 아스팔트에 반사되는 비 오는 도시의 거리, 우산을 쓴 쓸쓸한 행인들, 영화 같은 극적인 조명, 고해상도"),
        ("산속의 절", "새벽 안개에 둘러싸인 신비로운 산속의 고즈넉한 절, 단풍이 물든 나무들과 은은한 종소리가 들리는 듯한 평화로운 풍경"),
        ("바다 위의 배", "붉게 물든 노을 아래 잔잔한 바다 위를 미끄러지듯 나아가는 하얀 돛단배와 멀리 보이는 갈매기 떼, 서정적인 유화"),
        ("커피 한 잔", "따뜻한 김이 피어오르는 커피 한 잔, 원목 탁자 위에 놓인 오래된 책과 말린 꽃, 창문으로 들어오는 부드러운 아침 햇살"),
        ("달리는 말", "광활한 초원을 힘차게 달리는 윤기 나는 갈색 말, 휘날리는 갈기와 흙먼지, 역동적이고 웅장한 구도, 걸작"),
        ("할머니의 초상", "깊은 주름과 따스한 미소가 인상적인 할머니의 초상, 곱게 빗은 은발과 전통 한복, 렘브란트풍의 명암"),
        ("눈사람", "반짝이는 눈꽃이 내리는 겨울밤, 붉은 목도리를 두른 귀여운 눈사람과 환하게 빛나는 오두막, 동화 같은 분위기"),
    ]
}
