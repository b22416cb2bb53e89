extension Lexicon {
    /// Things that a picture can hold, by kind.
    static let things: [Lexicon] = [
        Lexicon(
            .person,
            """
            person, people, human, man, men, woman, women, boy, girl, child, children, kid, baby
            figure, crowd, pedestrian, passerby, passersby, bystander, tourist, visitor, passenger
            spectator, audience, crew, worker, guest, customer, driver, rider, player, character
            individual, couple, family, soldier, farmer, chef, cook, teacher, student, doctor
            nurse, police, policeman, fireman, king, queen, prince, princess, knight, warrior
            samurai, ninja, pirate, wizard, witch, astronaut, swimmer, dancer, singer, musician, artist
            lady, gentleman, guy, dude, adult, teen, teenager, toddler, villager, sailor, swimmer
            skier, surfer, cyclist, onlooker, companion, stranger, friend, members, silhouettes
            shopper, commuter, athlete, monk, priest, bride, groom, grandmother, grandfather
            mother, father, sister, brother, son, daughter, elf, vampire, zombie, superhero, hero
            model, waiter, barista, painter, scientist, engineer, businessman, businesswoman
            anyone, anybody, someone, fisherman, cowboy, humans, occupant, inhabitant, mannequin
            """),
        Lexicon(
            .body,
            """
            hair, beard, moustache, mustache, eyebrow, eye, ear, nose, mouth, tooth, teeth, tongue
            face, head, neck, arm, hand, finger, leg, foot, feet, toe, tail, wing, horn, fur
            feather, fin, paw, claw, hoof, mane, whisker, beak, shell, skin, freckle, wrinkle
            scar, tattoo, smile, expression, iris, irises, pupil, chest, shoulder, elbow, knee
            facial hair, facial features, facial feature, limb, torso, body, cheek, chin, lip, bang
            bangs, nipple, antler, tusk, trunk, scales, blood, emotion, gaze, eyelash, stubble
            """),
        Lexicon(
            .clothing,
            """
            hat, cap, helmet, glasses, sunglasses, spectacles, scarf, glove, shirt, t-shirt, blouse
            jacket, coat, suit, tie, dress, skirt, pants, trousers, jeans, shorts, sock, shoe, boot
            sandal, sneaker, lace, shoelace, sleeve, strap, button, zipper, belt, pocket, collar
            hood, hoodie, cape, cloak, crown, jewelry, jewellery, necklace, earring, ring, bracelet
            watch, mask, veil, makeup, lipstick, uniform, armor, armour, apron, vest, sweater
            bra, underwear, bikini, swimsuit, clothes, clothing, accessory, accessories, headphones
            leash, saddle, belt, thumb, bandana, turban, kimono, robe, gown, tights, stockings, eyewear
            """),
        Lexicon(
            .vehicle,
            """
            car, vehicle, traffic, bus, truck, van, bicycle, bike, motorcycle, scooter, train, tram, vessel
            taxi, boat, ship, sailboat, plane, airplane, aeroplane, aircraft, helicopter, drone
            automobile, lorry, wagon, cart, carriage, kayak, canoe, ferry, yacht, submarine, rocket
            spaceship, tractor, jeep, suv, pickup truck, skateboard, surfboard
            """),
        Lexicon(
            .animal,
            """
            animal, dog, cat, bird, horse, cow, sheep, goat, pig, chicken, duck, goose, fish, rabbit
            mouse, mice, rat, bear, lion, tiger, elephant, giraffe, zebra, monkey, wolf, fox, deer
            snake, lizard, frog, turtle, butterfly, bee, insect, bug, spider, dinosaur, dragon
            puppy, kitten, owl, eagle, parrot, penguin, crow, seagull, swan, shark, whale, dolphin
            octopus, crab, snail, unicorn, panda, koala, kangaroo, squirrel, hamster, fly, ant
            wildlife, creature, pet, livestock, camel, donkey, hedgehog, corgi, pigeon, jellyfish
            """),
        Lexicon(
            .food,
            """
            food, apple, banana, orange, lemon, lime, grape, strawberry, cherry, peach, pear, melon
            watermelon, pineapple, mango, berry, fruit, vegetable, tomato, potato, carrot, onion
            garlic, lettuce, cabbage, cucumber, pickle, pepper, mushroom, corn, bean, pea, olive
            bread, bun, cake, cookie, pie, pizza, burger, cheeseburger, hamburger, sandwich, cheese
            meat, beef, pork, bacon, ham, sausage, egg, rice, pasta, noodle, soup, salad, sauce
            ketchup, mustard, mayonnaise, butter, cream, ice cream, chocolate, candy, sugar, salt
            topping, pepperoni, sprinkles, icing, frosting, syrup, honey, jam, milk, tea, coffee
            juice, wine, beer, soda, drink, beverage, dessert, snack, donut, doughnut, pancake
            waffle, steak, shrimp, seafood, sushi, broccoli, spinach, basil, herb, spice, seed
            kimchi, tofu, dumpling, tomato sauce, orange juice, meatball, avocado, garnish
            """),
        Lexicon(
            .furniture,
            """
            furniture, chair, table, desk, sofa, couch, bed, shelf, bookshelf, cabinet, cupboard
            dresser, wardrobe, stool, bench, armchair, lamp, chandelier, rug, carpet, curtain
            drapery, blinds, mirror, toilet, sink, bathtub, shower, stove, oven, refrigerator
            fridge, microwave, dishwasher, television, tv, fireplace, nightstand, crib, ottoman
            pillow, bedsheet, headboard, cushion, mattress, pianos, dining table, drapes
            """),
        Lexicon(
            .object,
            """
            object, item, thing, element, prop, book, magazine, newspaper, pen, pencil, paper, cup
            mug, glass, bottle, bowl, plate, fork, knife, spoon, vase, flower, rose, box, bag
            backpack, suitcase, umbrella, clock, phone, smartphone, laptop, computer, keyboard
            monitor, screen, camera, ball, toy, doll, balloon, candle, cigarette, gun, weapon
            sword, shield, guitar, piano, violin, drum, harp, string, lid, cap, cork, handle
            wheel, tire, tyre, pedal, roof, engine, door, window, key, lock, wire, cable, rope
            fence, pole, statue, sculpture, painting, poster, decoration, ornament, clutter
            picture, photograph, trash, garbage, litter, rubbish, debris, tool, hammer, ladder
            bucket, basket, tray, pan, pot, napkin, tablecloth, bouquet, present, gift, coin, money
            equipment, diving equipment, accessory, detail, image, jewel, diamond, feature, dice
            objects, seat, paddle, slide, swing, fan, towel, blanket, eraser, record, panel, plug, faucet
            tap, knob, hinge, spoke, brake, stapler, crayon, marker, ruler, scissors, magnet, whistle
            trophy, medal, kite, puzzle, card, envelope, letterbox, mailbox, hose, brick, tile, nail
            screw, bolt, chain, hook, bell, drumstick, racket, racquet, net, goal, helmet, tent, stamp
            battery, charger, speaker, microphone, lens, tripod, remote, switch, bulb, lightbulb
            lantern, torch, teapot, kettle, jar, can, tin, barrel, crate, sack, pallet, shelf, rack
            hanger, iron, broom, mop, sponge, soap, toothbrush, comb, brush, palette, easel, canvas
            globe, map, compass, telescope, microscope, test tube, skull, bone, feather, horseshoe
            frame, border, shadow, outline, pattern, texture, thorn, stem, root, petal, trellis, pedal, propeller, cannon, saddlebag, obstruction
            obstacle, entrance, exit, symbol, mark, marking, stripe, dot, spot, shape, line, lines
            content, subject, antenna, mast, sail, anchor, oar, branch, part
            """),
        Lexicon(
            .place,
            """
            building, house, tower, skyscraper, castle, church, bridge, road, street, path, wall
            city, town, village, room, kitchen, bathroom, bedroom, garden, park, forest, beach
            field, mountain, hill, river, lake, sea, ocean, island, desert, shop, store, restaurant
            cafe, school, station, airport, farm, barn, moat, ceiling, floor, stairs, column
            pillar, structure, landmark, staircase, courtyard, intersection, landscape, skyline
            """),
        Lexicon(
            .nature,
            """
            sky, cloud, sun, moon, star, rain, snow, fog, mist, wind, storm, lightning, rainbow
            tree, leaf, leaves, grass, plant, bush, weed, vegetation, foliage, water, wave, sand
            rock, stone, ice, fire, smoke, flame, dust, dirt, mud, puddle, footprint, footprints
            greenery, moss, seawater, horizon, waterfall, snowman, snowmen, petal, ripple
            """),
    ]
}
