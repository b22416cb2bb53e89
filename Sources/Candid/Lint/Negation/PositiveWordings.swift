/// What to say for a thing that is to be absent: what one sees in its place.
struct PositiveWording {
    /// A noun phrase that fits after “with”, “has” or between commas.
    let noun: String
    /// A shorter wording for an item of a list, such as “deserted”.
    let item: String
    /// True if the noun phrase takes “are”.
    let isPlural: Bool
    /// An adjective for “…less” and “…-free”; nil if there is none.
    let adjective: String?
}

/// The wordings that are honest: each says only what is seen where the thing is not.
///
/// A line reads: words = noun phrase | list item | adjective; a “*” after the noun phrase says that
/// it is plural. An empty item is the noun phrase.
enum PositiveWordings {
    /// The wording for a word, or for its singular.
    static func of(_ word: some StringProtocol) -> PositiveWording? {
        let word = word.lowercased()
        if let known = table[word] { return known }
        if word.hasSuffix("ies"), let known = table[word.dropLast(3) + "y"] { return known }
        if word.hasSuffix("es"), let known = table[String(word.dropLast(2))] { return known }
        return word.hasSuffix("s") ? table[String(word.dropLast())] : nil
    }

    /// The wording for “no other people”.
    static let othersAbsent = wording("only the figures named here*")

    /// The wording for a kind of thing, where the thing itself has none.
    static func of(_ kind: Traits) -> PositiveWording? {
        kinds.first { !kind.isDisjoint(with: $0.0) }?.1
    }

    private static let kinds: [(Traits, PositiveWording)] = [
        (.mark, wording("blank, unmarked surfaces*")),
        (.person, wording("an empty, deserted setting | deserted | deserted")),
        (.vehicle, wording("open space all around")),
        (.animal, wording("quiet, still surroundings*")),
        (.furniture, wording("open, empty floor")),
        (.food, wording("only the ingredients named here*")),
        (.place, wording("wide open land")),
        (.clothing, wording("a plain, simple outfit")),
        (.object, wording("bare, empty surfaces*")),
    ]

    private static let table: [String: PositiveWording] = {
        var table: [String: PositiveWording] = [:]
        for line in lines.split(separator: "\n") {
            let sides = line.split(separator: "=")
            guard sides.count == 2 else { continue }
            let wording = wording(sides[1])
            for word in sides[0].split(separator: ",") { table[trimmed(word)] = wording }
        }
        return table
    }()

    private static func wording(_ text: some StringProtocol) -> PositiveWording {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map { trimmed($0) }
        let plural = parts[0].hasSuffix("*")
        let noun = plural ? String(parts[0].dropLast()) : parts[0]
        let item = parts.count > 1 && !parts[1].isEmpty ? parts[1] : noun
        return PositiveWording(
            noun: noun, item: item, isPlural: plural, adjective: parts.count > 2 ? parts[2] : nil)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static let lines = """
        people, person, human, crowd, pedestrian, tourist, visitor, anyone, anybody, figure = an empty, deserted setting | deserted | deserted
        man, men, woman, women, child, children, passerby, passersby, onlooker = an empty, deserted setting | deserted | deserted
        crew, passenger, driver, rider, teacher, student, audience, spectator = only empty seats and stillness | deserted | deserted
        one, body, soul, nobody = only stillness | deserted | deserted
        nothing = only empty space | only empty space
        car, vehicle, traffic, truck, bus, automobile = a clear, open roadway | a clear, open roadway | quiet and open
        boat, ship, vessel, sailboat = open water to the horizon
        plane, airplane, aeroplane, drone, aircraft, helicopter = a wide, clear sky
        text, texts, lettering, letter, writing, word, caption, subtitle, typography, inscription = blank, unmarked surfaces* | blank, unmarked surfaces | plain
        watermark, signature, logo, stamp, username, copyright, branding, brand, label, title, slogan, symbol, number = clean, plain surfaces* | clean, plain surfaces | plain
        hair = a smooth bald head | bald | bald
        beard, moustache, mustache, facial hair, stubble, whisker = a clean-shaven face | clean-shaven | clean-shaven
        eyebrow = a smooth bare brow | a smooth bare brow | bare-browed
        eye, iris, irises, pupil, eyeball = smooth blank skin above the nose | smooth blank skin above the nose | smooth-faced
        ear = a smooth rounded head
        face, feature, facial feature = a smooth blank front of the head | a smooth blank front of the head | blank-headed
        nose, mouth = a smooth blank lower face
        tooth, teeth = closed lips* | closed lips | gummy
        smile = a serious look | serious
        expression, emotion = a calm, neutral look | calm and neutral | deadpan
        arm, limb = a smooth, streamlined body | smooth and streamlined
        leg, foot, feet = a body that rests flat on the ground
        tail = a smoothly rounded rear
        wing = a compact, smooth body
        horn, antler = a smooth, rounded head
        fur, feather = smooth bare skin | smooth bare skin | smooth-skinned
        wrinkle, freckle, scar, tattoo, blemish, pimple, acne = smooth, clear skin | smooth, clear skin | smooth
        glasses, sunglasses, spectacles, eyewear = bare eyes* | bare-eyed
        hat, cap, helmet, headgear, hood = a bare head | bare-headed | bare-headed
        shirt = a bare chest | bare-chested | bare-chested
        shoe, boot, sandal, sneaker, footwear = bare feet* | barefoot | barefoot
        sock, stockings = bare ankles*
        lace, shoelace = a slip-on fit | slip-on
        sleeve = bare arms* | bare arms | bare-armed
        strap = bare shoulders* | bare shoulders | bare-shouldered
        finger = open tips* | open tips | open-tipped
        button, zipper = a smooth open front
        makeup, lipstick = natural bare skin | bare-skinned
        jewelry, jewellery, necklace = a bare neck | a bare neck
        earring = bare ears* | bare ears
        ring, bracelet, glove = bare hands* | bare-handed
        mask = an open, visible face
        tie = an open collar
        leash, collar, saddle = a loose, unhindered stance
        clothes, clothing = bare skin | nude
        accessory = a plain outfit | plainly dressed
        equipment, diving equipment, gear, weapon, sword, gun, backpack, bag, umbrella = empty hands* | empty-handed
        leaf, leaves, foliage = bare branches* | bare branches | bare-branched
        flower, rose, blossom, petal = plain green stems and leaves*
        tree = open, grassy ground | open, grassy ground | open, grassy
        grass, plant, vegetation, weed, bush, greenery = bare earth and stone
        cloud = a clear blue sky | under a clear blue sky | clear blue
        star, moon = a plain, pitch-dark sky | a plain, pitch-dark sky | pitch-dark
        sun = an overcast sky
        rain = dry weather | in dry weather
        snow, ice = dry, bare surfaces*
        fog, mist, haze, smoke, dust = crisp, clear air | in crisp, clear air | clear
        wind, wave, ripple, motion, movement = complete stillness | still | still
        water, seawater, liquid = only dry emptiness | dry
        sand, dirt, mud = a clean, bare floor | clean
        fire, flame = cold ash
        footprint, footprints, track = smooth, freshly swept ground
        clutter, mess = tidy, open space | tidy | tidy
        trash, garbage, litter, rubbish, debris = clean, swept ground | clean and swept | clean
        shadow = flat, even light from all sides | evenly lit | evenly lit
        glare, reflection, highlight = a soft matte finish | soft and matte | matte
        blur, motion blur, bokeh = sharp focus from front to back | sharp throughout | sharp
        dof = deep focus from front to back | deep focus throughout
        noise, grain, artifact, artefact, distortion, pixelation = a clean, smooth finish | clean and smooth | clean
        frame, border, margin, edge = a picture that runs to the very rim | edge to edge | full-bleed
        background, backdrop, scenery = an isolated cut-out on plain white | isolated on plain white
        color, colour = pure black and white | black and white | grey
        warm tone, red tone = cool blue hues* | cool blue hues
        cgi, render, 3d, illustration, cartoon, anime, painting, drawing = the look of a real photograph | photorealistic
        photo, photograph, realism = a drawn, hand-made look | drawn by hand
        jagged line, rough edge = smooth flowing curves*
        line, outline = soft blended shapes* | soft blended shapes
        perfect surface = worn, weathered materials* | worn and weathered
        texture, pattern, detail, decoration, ornament, decor, embellishment = plain, smooth surfaces* | plain and smooth | plain
        imperfection, flaw, error = a clean, precise finish
        glow, neon = matte, natural light | matte and natural
        light, lamp, lighting = deep darkness | in deep darkness | dark
        sound, music, noise = silence | silent | silent
        book, magazine, newspaper = bare, empty shelves* | bare, empty shelves
        computer, laptop, phone, monitor, keyboard = a clear, bare desktop
        bottle, cup, mug, glass, bowl, plate, fork, knife, spoon, vase, candle, dish = bare, empty surfaces*
        object, item, thing, element, prop, stuff, distraction = open, empty space all around | alone in open space
        chair, table, furniture, sofa, couch, bed, desk, stool, bench = open, empty floor | open, empty floor | open
        refrigerator, fridge, oven, stove, toilet, sink, bathtub, shower, appliance = plain, empty walls*
        curtain, drapery, drapes, blinds, picture, poster, photo frame, mirror = plain, bare walls* | plain, bare walls
        carpet, rug = bare floorboards*
        lid, cap, cork, cover = an open top | open-topped
        roof = an open top | open to the sky | open-topped
        ceiling = open sky overhead | open to the sky
        door, window, opening = solid, unbroken walls* | solid, unbroken walls | solid-walled
        wall, fence, barrier, railing = open sides*
        wheel, tire, tyre = bare axles that rest on the ground*
        pedal = bare crank ends*
        string = an open, hollow body | open and hollow
        handle, handlebar = a smooth, plain side
        pencil, pen = an empty slot
        engine = an empty bay
        sail = bare masts*
        statue, sculpture = a bare flat top
        building, house, skyscraper, tower = wide open land | wide open land | open
        city, town, road, street = untamed open country
        bridge = open water from bank to bank
        moat, river, lake, pond, sea, ocean = dry, level ground
        mountain, hill = flat, level land | flat and level | flat
        fish, animal, bird, insect, dog, cat, cow, horse, wildlife = quiet, still surroundings* | quiet and still | quiet
        snowman, snowmen = a smooth blanket of white
        food, topping, fruit, snack = a clean, empty plate
        drink, juice, orange juice, milk, wine, coffee, tea, beer, soup = a dry, empty inside | dry and empty
        sign, signage, billboard, flag, banner, advertisement, ad = plain, bare walls and poles* | plain and bare
        marking, mark, stripe, dot, spot, emblem = a plain, even surface | plain and even | plain
        seat = an open, empty frame
        entrance, exit = solid, unbroken walls*
        obstruction, obstacle = a wide, clear path | wide and clear | clear
        crop, cropping = the whole figure in view
        flash = soft natural light
        pillow, blanket, bedsheet = a bare mattress
        crack, scratch, dent, stain, rust, damage = a smooth, intact finish | smooth and intact | smooth
        image, content, display = a dark, blank display | dark and blank
        protection, drop cloth = the bare floor
        joy, happiness = a sad, heavy look
        blood, gore, violence = a calm, peaceful mood | calm and peaceful
        """
}
