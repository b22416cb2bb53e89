/// English words that say the same to someone who draws.
enum Synonyms {
    private static let groups = """
        big large sizable sizeable
        huge giant gigantic enormous massive colossal immense
        small little tiny miniature mini
        photo photograph photography photographic pic snapshot shot photographed
        painting painted paint
        drawing drawn sketch sketched
        car automobile auto
        bicycle bike cycle
        motorcycle motorbike
        airplane plane aircraft jet
        boat vessel
        ship vessel
        sofa couch settee
        road street lane roadway
        forest woods woodland wood
        rock stone boulder
        rug carpet
        child kid youngster
        girl lass
        boy lad
        man guy gentleman male
        woman lady female
        person human individual somebody
        baby infant
        dog puppy hound pup
        cat kitten kitty feline
        happy cheerful joyful glad merry
        sad unhappy sorrowful
        angry mad furious
        old elderly aged
        ancient antique
        quiet silent calm tranquil peaceful serene
        fast quick rapid speedy swift
        pretty beautiful lovely gorgeous attractive
        scary frightening spooky creepy eerie
        shiny glossy gleaming
        bright brilliant
        dark dim
        wet damp
        cold chilly icy
        hot
        begin start
        close shut
        jump leap hop
        walk stroll
        look gaze stare watch
        hold carry grip clutch
        sit perch rest
        put place lay
        fall drop
        fly soar
        smile grin
        middle center central centre
        backdrop background
        beach shore seaside
        sea ocean
        hill mound
        house home cottage
        shop store
        town village
        trash garbage rubbish
        clothing clothes garment
        trousers pants
        jumper sweater pullover
        spectacles glasses eyeglasses
        cap hat
        stove cooker
        lamp lantern
        tv television telly
        fridge refrigerator
        phone telephone cellphone smartphone
        pillow cushion
        lift elevator
        lorry truck
        autumn fall
        dusk twilight
        dawn sunrise daybreak
        sunset sundown
        style styled styling
        realistic lifelike
        photorealistic photorealism photoreal
        colorful multicolored multicolor
        closeup
        cartoon cartoonish
        watercolor aquarelle
        writing lettering text inscription
        sign signboard
        write inscribe read say label
        round circular
        golden gold
        silver silvery
        wooden wood timber
        wool woolen
        metal metallic
        snow snowy
        sun sunny
        fog foggy mist misty
        rain rainy
        """

    /// Each word with the one that stands for its group; a word of several groups is in its first.
    static let names: [String: String] = {
        var names: [String: String] = [:]
        for group in groups.split(whereSeparator: \.isNewline) {
            let words = group.split(separator: " ").map { String($0) }
            guard let name = words.first.map({ names[$0] ?? $0 }) else { continue }
            for word in words {
                if names[word] == nil { names[word] = name }
                let stem = WordForm.stem(word)
                if names[stem] == nil { names[stem] = name }
            }
        }
        return names
    }()
}
