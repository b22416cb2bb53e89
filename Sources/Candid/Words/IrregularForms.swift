/// English words whose inflection follows no rule.
enum IrregularForms {
    private static let families = """
        man men, woman women, child children, person people persons, mouse mice, goose geese
        foot feet, tooth teeth, leaf leaves, wolf wolves, knife knives, life lives, shelf shelves
        scarf scarves, hoof hooves, loaf loaves, half halves, calf calves, wife wives, elf elves
        ox oxen, cactus cacti, die dice, sheep sheeps, fish fishes, deer deers
        sit sat sitting sits seated, stand stood standing, lie lay lying lain, hold held holding
        wear wore worn wearing, ride rode ridden riding, run ran running, fly flew flown flying flies
        draw drew drawn drawing, make made making, build built building, eat ate eaten eating
        drink drank drunk drinking, grow grew grown growing, fall fell fallen falling
        break broke broken breaking, hide hid hidden hiding, blow blew blown blowing
        swim swam swum swimming, throw threw thrown throwing, shine shone shining, hang hung hanging
        rise rose risen rising, write wrote written writing, sing sang sung singing, leave left
        sleep slept sleeping asleep, bend bent bending, lean leant leaning, tie tied tying
        catch caught catching, carry carried carries carrying, read reads reading
        spread spreads spreading, surround surrounded surrounding surroundings, feed fed feeding
        take took taken taking, give gave given giving, drive drove driven driving
        come came coming, go went gone going, say said saying, tell told telling
        freeze froze frozen freezing, shake shook shaken, steal stole stolen, tear tore torn
        weave wove woven weaving, wind wound winding, wake woke awake waking
        melt melted molten melting, set sets setting, cut cuts cutting, lead led leading
        sell sold selling, fight fought fighting, keep kept keeping, meet met meeting
        """

    /// Nouns that look like a form of something else.
    private static let nouns = """
        drawing building painting evening morning seasoning coating ceiling lightning wedding
        clothing rose wound setting feeling railing earring stocking landing rug bed seed
        """

    /// Each form with the one that stands for it.
    static let bases: [String: String] = {
        var bases: [String: String] = [:]
        for family in families.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let forms = family.split(separator: " ").map(String.init)
            for form in forms { bases[form] = forms.first }
        }
        for noun in nouns.split(separator: " ").map(String.init) {
            bases[noun] = noun
            bases[noun + "s"] = noun
        }
        return bases
    }()
}
