/// Turns British spelling into American, so that a spelling is not taken for a change of words.
enum Spelling {
    private static let words: [String: String] = [
        "grey": "gray", "greyscale": "grayscale", "aeroplane": "airplane", "tyre": "tire",
        "jewellery": "jewelry", "moustache": "mustache", "cosy": "cozy", "pyjamas": "pajamas",
        "plough": "plow", "mould": "mold", "mouldy": "moldy", "kerb": "curb", "storey": "story",
        "doughnut": "donut", "catalogue": "catalog", "dialogue": "dialog", "woollen": "woolen",
        "sceptical": "skeptical", "armour": "armor", "armoured": "armored", "programme": "program",
        "aluminium": "aluminum", "axe": "ax", "whisky": "whiskey", "yoghurt": "yogurt",
        "draught": "draft", "licence": "license", "practise": "practice", "defence": "defense",
        "marvellous": "marvelous", "towards": "toward", "learnt": "learned", "burnt": "burned",
        "spilt": "spilled", "artefact": "artifact", "sulphur": "sulfur", "enamelled": "enameled",
        "carvings": "carving", "gilt": "gilded", "lustre": "luster", "meagre": "meager",
        "colour": "color", "colours": "colors", "coloured": "colored", "colourful": "colorful",
        "mum": "mom", "postbox": "mailbox", "manoeuvre": "maneuver",
    ]

    /// The American spelling of a word in lower case.
    static func american(_ text: String) -> String {
        if let other = words[text] { return other }
        var word = text
        for (british, american) in [("our", "or"), ("ours", "ors"), ("oured", "ored")]
        where word.hasSuffix(british) && word.count > british.count + 3 {
            word = word.dropLast(british.count) + american
        }
        for (british, american) in [
            ("ourful", "orful"), ("ouring", "oring"), ("tre", "ter"), ("tres", "ters"),
            ("yse", "yze"), ("ise", "ize"), ("ised", "ized"), ("ising", "izing"),
            ("isation", "ization"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"),
        ] where word.hasSuffix(british) && word.count > british.count + 3 {
            return word.dropLast(british.count) + american
        }
        return word
    }
}
