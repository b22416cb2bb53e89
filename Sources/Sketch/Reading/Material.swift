/// What a thing is made of: a colour and a way to take the light.
struct Material: Sendable, Equatable {
    let name: String
    let colour: Colour
    let finish: Finish

    enum Finish: Sendable { case matt, polished, clear, soft }

    private init(_ name: String, _ colour: UInt32, _ finish: Finish) {
        self.name = name
        self.colour = Colour(colour)
        self.finish = finish
    }

    /// The materials, each with the words that name it.
    static let all: [(words: String, material: Material)] = [
        ("wooden wood oak 나무 나무로_만든 나무로_된 목재 원목", Material("wood", 0x9a6a3c, .matt)),
        ("glass crystal 유리 유리로_된 크리스탈", Material("glass", 0xa9cfd6, .clear)),
        ("golden gold gilded 황금 금빛 금으로_된", Material("gold", 0xd4a12a, .polished)),
        ("silver silvery chrome 은빛 은색 은으로_된", Material("silver", 0xb4bac1, .polished)),
        ("bronze brass copper 청동 구리 황동", Material("bronze", 0xa9713a, .polished)),
        ("marble 대리석", Material("marble", 0xe4e1dc, .polished)),
        ("stone granite concrete 돌로_된 석조 콘크리트", Material("stone", 0x8f8c86, .matt)),
        ("brick 벽돌", Material("brick", 0xa4523c, .matt)),
        ("paper cardboard origami 종이 종이로_된", Material("paper", 0xefe8d8, .matt)),
        ("leather 가죽", Material("leather", 0x7a4a2b, .matt)),
        ("wool woollen woolen knitted felt 양털 털실 니트", Material("wool", 0xcdbfa8, .soft)),
        ("metal metallic steel iron 금속 철제 강철", Material("metal", 0x8b939b, .polished)),
        ("ice icy frozen 얼음", Material("ice", 0xbfe0ee, .clear)),
        ("clay terracotta earthenware 점토 테라코타", Material("clay", 0xb9704c, .matt)),
        ("plastic rubber 플라스틱 고무", Material("plastic", 0xd8503f, .polished)),
        ("porcelain ceramic china 도자기 세라믹", Material("porcelain", 0xe9edf0, .polished)),
        ("velvet silk 벨벳 비단", Material("velvet", 0x7d2a48, .soft)),
        ("jade 옥", Material("jade", 0x5f9f7a, .polished)),
    ]
}
