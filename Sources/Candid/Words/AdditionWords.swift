/// English words and phrases by what they add to a picture.
enum AdditionWords {
    static let english: [(AdditionKind, String)] = [
        (
            .style,
            """
            surreal, surrealist, surrealism, abstract, impressionist, impressionism, impressionistic
            expressionist, expressionism, cubist, cubism, baroque, rococo, renaissance, romanticism
            art deco, art nouveau, bauhaus, brutalist, gothic, steampunk, cyberpunk, dieselpunk
            solarpunk, vaporwave, synthwave, retro, vintage, pop art, minimalist, minimalism
            minimalistic, maximalist, ukiyo-e, pointillism, fauvism, photorealistic, photorealism
            hyperrealistic, hyperrealism, realistic, realism, stylized, style, aesthetic, genre
            fantasy, sci-fi, noir, film noir, grunge, kawaii, anime, manga, cartoon, chibi, comic
            storybook, whimsical illustration, futuristic, futurism, psychedelic, folk art, naive art
            low poly, pixel art, voxel, isometric, flat design, vector, line art, concept art
            street art, graffiti, traditional, contemporary, modernist, classical, neoclassical
            old master, academic, documentary, editorial, fashion, cinematic, filmic, wuxia
            ghibli style, pixar style, disney style, trending, digital art, fine art
            """
        ),
        (
            .medium,
            """
            photograph, painting, oil painting, watercolor, gouache, acrylic, illustration, drawing
            sketch, render, rendering, 3d render, cgi, sculpture, engraving, etching, woodcut
            linocut, lithograph, print, poster, mural, mosaic, collage, tapestry, embroidery, fresco
            pastel drawing, charcoal drawing, pencil drawing, ink wash, ink drawing, calligraphy
            stained glass, origami, papercraft, claymation, clay model, polaroid, daguerreotype
            film still, screenshot, diorama, animation, album cover, book cover, magazine cover
            brush stroke, brushwork, brushstroke, impasto, canvas, digital painting, matte painting
            artwork, artistic, mixed media, crayon, chalk, portrait, still life, stop motion
            """
        ),
        (
            .lighting,
            """
            light, lighting, lit, illuminate, illumination, illuminated, glow, glowing, glowy
            shadow, shadowy, shade, shading, sunlight, sunlit, moonlight, moonlit, candlelight
            candlelit, lamplight, firelight, starlight, daylight, backlight, backlit, backlighting
            rim light, golden hour, blue hour, soft light, hard light, warm light, dappled light
            volumetric, volumetric light, god rays, ray, sunbeam, beam, ambient, diffuse, diffused
            dappled, gleam, glint, glimmer, shimmer, shimmering, glisten, glistening, sparkle
            sparkling, twinkle, twinkling, radiant, radiance, luminous, luminescent, bioluminescent
            incandescent, fluorescent, neon, neon light, spotlight, silhouette, silhouetted, halo
            chiaroscuro, contrast, high contrast, low key, high key, reflection, reflect, reflective
            reflected, highlight, highlighted, lens flare, flare, bright, brightly, brightness
            brilliant, dim, dimly, dark, darkness, dazzling, blinding, dusky, sun-drenched, sunny
            sun-kissed, overcast, ray tracing, ray traced, global illumination, cast, bathed, aglow
            streaming, filter through, warm, faint, faintly, soft glow, gleaming, light source, side lighting, top light
            """
        ),
        (
            .camera,
            """
            close-up, close up, closeup, macro, wide-angle, wide angle, wide shot, long shot
            full shot, full body, medium shot, low angle, high angle, aerial view, bird's eye
            worm's eye, eye level, overhead, top-down, drone shot, fisheye, tilt-shift, telephoto
            lens, focal length, depth of field, shallow depth, focus, sharp focus, soft focus
            in focus, bokeh, blurred, blurry, blur, motion blur, long exposure, exposure, aperture
            shutter, iso, dslr, 35mm, 50mm, 85mm, film grain, grain, grainy, composition, framing
            frame, framed, centered, symmetrical, symmetry, rule of thirds, perspective, viewpoint
            angle, foreground, midground, panoramic, panorama, viewer, vantage, point of view
            camera, zoom, cropped, shot on, f/1.8, handheld, snapshot, crisp, sharp, vignette
            negative space, leading lines, off-center, profile, three-quarter view, visual
            """
        ),
        (
            .mood,
            """
            serene, serenity, tranquil, tranquility, peaceful, peace, calm, calming, calmness, cozy
            inviting, warm atmosphere, mood, moody, atmosphere, atmospheric, ambiance, ambience
            mysterious, mystery, mystical, mystic, magical, enchanting, enchanted, enchantment
            ethereal, dreamy, dreamlike, dream-like, whimsical, whimsy, playful, playfully, charming
            charm, majestic, majesty, grand, grandeur, epic, dramatic, drama, dramatically, intense
            intensity, powerful, striking, captivating, mesmerizing, breathtaking, stunning
            beautiful, beauty, gorgeous, lovely, magnificent, spectacular, glorious, splendid
            exquisite, elegant, elegance, elegantly, graceful, gracefully, grace, delicate
            delicately, gentle, gently, tender, romantic, romance, nostalgic, nostalgia, melancholy
            melancholic, somber, gloomy, ominous, eerie, haunting, sinister, spooky, foreboding
            lonely, solitude, solitary, desolate, joyful, joy, joyous, cheerful, happiness, festive
            lively, vibrancy, energy, energetic, dynamic, dynamically, bustling, hopeful, hope
            inspiring, awe, awe-inspiring, wonder, wonderful, wondrous, sense, feeling, emotion
            emotional, evoke, evoking, evocative, convey, conveying, suggest, suggesting, hint
            hinting, harmony, harmonious, harmoniously, balance, balanced, contrasting, idyllic
            picturesque, quaint, pristine, timeless, iconic, surprising, unusual, unique, peculiar
            curious, curiosity, fascinating, intriguing, imposing, towering, regal, noble, sacred
            divine, spiritual, solemn, heroic, fierce, menacing, imaginative, imagination, fantastical
            otherworldly, tale, story, narrative, storytelling, essence, spirit, testament, symbol
            symbolic, symbolize, symbolizing, humorous, comical, comedic, amusing, quirky, eccentric
            sophisticated, luxurious, opulent, lavish, rustic charm, intimate, intimacy, wistful
            contemplative, stillness, silence, tension, chaos, chaotic, adventurous, adventure
            celebration, celebratory, theme, themed, artistic flair, flair, effect, tone, impression
            sensation, warmth, comfort, comfortable, comforting, relaxed, relaxing, soothing, bold
            boldly, proud, proudly, confident, confidently, mischievous, endearing, adorable, cute
            lush, enigmatic, profound, distant, vivid imagination, life, lifelike, alive, presence
            """
        ),
        (
            .quality,
            """
            masterpiece, masterful, best quality, high quality, highest quality, top quality
            ultra quality, quality, high resolution, high-resolution, resolution, hi-res, highres
            4k, 8k, 16k, uhd, ultra hd, hd, hdr, highly detailed, ultra detailed, ultra-detailed
            hyper detailed, hyper-detailed, extremely detailed, insanely detailed, intricate
            intricate detail, intricate details, intricately, fine detail, detail, detailed
            detailing, meticulous, meticulously, elaborate, elaborately, ornate, ornately
            award-winning, award winning, professional, perfect, perfectly, flawless, flawlessly
            trending on artstation, artstation, deviantart, behance, cgsociety, pixiv, unreal engine
            octane render, octane, redshift, vray, ultra realistic, ultra-realistic, super realistic
            hyper realistic, lifelike detail, photo quality, studio quality, world class, stunningly
            incredible, incredibly, amazing, amazingly, extraordinary, remarkable, impressive
            superb, best, absurdres, wallpaper, craftsmanship, skillfully, expertly, precision
            precise, precisely, clarity, richly, texture detail, clearly, distinctly, carefully
            """
        ),
        (
            .colour,
            """
            red, orange, yellow, green, blue, purple, violet, pink, brown, black, white, gray, teal
            cyan, magenta, turquoise, beige, ivory, maroon, crimson, scarlet, navy, indigo, lavender
            gold, golden, silver, bronze, copper, olive, peach, coral, amber, emerald, ruby, sapphire
            azure, cobalt, cerulean, burgundy, ochre, sepia, rust, tan, cream, creamy, charcoal, mint
            lilac, mauve, rose, salmon, khaki, pastel, hue, color, colored, colorful, coloration
            palette, tint, tinted, shade of, tone, vibrant, vivid, saturated, muted, monochrome
            monochromatic, multicolored, colored, warm color, cool color, warm tone, cool tone, rainbow, iridescent, two-tone, gradient, earthy, earth tone
            pale, deep blue, deep red, bluish, reddish, greenish, yellowish, whitish, orangish
            jet black, snow-white, striped, stripe, polka dot, checkered, spotted, patterned, pattern
            blonde, brunette, auburn, chestnut, off-white, opalescent, mottled, kaleidoscope
            """
        ),
        (
            .material,
            """
            wood, wooden, oak, pine wood, mahogany, walnut, bamboo, wicker, stone, marble, granite
            brick, concrete, cement, metal, metallic, iron, steel, stainless steel, brass, chrome
            aluminum, glass, crystal, crystalline, ceramic, porcelain, clay, terracotta, plastic
            rubber, leather, suede, velvet, silk, satin, cotton, linen, wool, woolen, denim, lace
            knit, knitted, woven, fabric, cloth, textile, fur, furry, feathered, paper, cardboard
            parchment, wax, rope, straw, thatched, texture, textured, surface, polished, polish
            glossy, matte, shiny, smooth, rough, rugged, coarse, rusty, rusted, weathered, worn
            tattered, cracked, dusty, grainy wood, translucent, transparent, opaque, frosted
            embroidered, carved, engraved, gilded, plush, fluffy, soft, silky, crisp fabric, sleek
            slick, lacquered, varnished, tiled, cobblestone, sandy, mossy, icy, foam, foamy, sponge
            shimmering fabric, woodgrain, sturdy, fuzzy, bumpy, jagged, mirror-like, mirror-smooth
            """
        ),
        (
            .setting,
            """
            background, backdrop, landscape, scenery, scenic, setting, environment, surrounding
            horizon, sky, cloud, forest, woodland, jungle, mountain, hill, valley, cliff, canyon
            desert, dune, beach, shore, coast, coastline, sea, ocean, lake, river, stream, waterfall
            pond, island, meadow, field, garden, park, countryside, farmland, village, town, city
            cityscape, skyline, street, alley, road, path, sidewalk, square, plaza, market, cafe
            restaurant, bar, shop, house, home, room, living room, bedroom, kitchen, bathroom, office
            library, classroom, museum, gallery, studio, church, cathedral, temple, castle, palace
            ruin, tower, bridge, station, harbor, port, airport, stadium, indoors, outdoors, indoor
            outdoor, interior, exterior, space, outer space, cosmos, galaxy, universe, underwater
            urban, rural, rustic, tropical, coastal, nighttime, daytime, night, day, morning
            afternoon, evening, noon, midnight, dawn, dusk, twilight, sunrise, sunset, spring
            summer, autumn, winter, season, rainy, snowy, foggy, misty, mist, fog, weather, storm
            stormy, windy, breeze, wind, century, victorian, medieval, ancient, modern, 1920s, 1950s
            1960s, 1970s, 1980s, 1990s, era, age, period, old-fashioned, post-apocalyptic, dystopian
            world, realm, land, scene, wall, floor, ceiling, corner, table, ground, distance, distant
            fireplace, hallway, courtyard, rooftop, greenery, vegetation, foliage, lawn, grassy
            """
        ),
        (
            .person,
            """
            young, youthful, old, elderly, aged, middle-aged, teenage, teenager, adult, toddler
            male, female, masculine, feminine, handsome, attractive, pretty, slender, slim, thin
            muscular, athletic, chubby, plump, overweight, tall, petite, bearded, bald, freckled
            wrinkled, wrinkle, tanned, fair-skinned, dark-skinned, pale skin, skin, complexion
            caucasian, white man, white woman, black man, black woman, asian, african, hispanic
            latino, latina, indian, chinese, japanese, korean, middle eastern, european, arab
            hair, long hair, short hair, curly hair, straight hair, blond hair, ponytail, braid
            bun, beard, mustache, eye, eyes, eyebrow, eyelash, lip, cheek, smile, smiling, grin
            frown, expression, facial expression, gaze, stare, gesture, pose, posture, outfit
            attire, dress, dressed, suit, uniform, robe, jacket, coat, shirt, trousers, jeans, skirt
            hat, helmet, glove, boot, shoe, scarf, jewelry, necklace, earring, makeup, tattoo, scar
            clothing, wearing, clad, adorned, focused expression, furrowed, brow, features, wide-eyed
            """
        ),
        (
            .name,
            """
            greg rutkowski, artgerm, alphonse mucha, mucha, van gogh, vincent van gogh, monet
            claude monet, picasso, pablo picasso, dali, salvador dali, rembrandt, vermeer, da vinci
            leonardo da vinci, michelangelo, klimt, gustav klimt, hokusai, hiroshige, banksy, warhol
            andy warhol, frida kahlo, miyazaki, hayao miyazaki, studio ghibli, ghibli, pixar, disney
            dreamworks, nintendo, pokemon, lego, wes anderson, tim burton, ridley scott
            makoto shinkai, moebius, h r giger, giger, zdzislaw beksinski, beksinski, norman rockwell
            edward hopper, georgia o'keeffe, caravaggio, botticelli, raphael, matisse, cezanne
            kandinsky, mondrian, escher, annie leibovitz, ansel adams, james jean, ross tran, wlop
            sakimichan, beeple, craig mullins, thomas kinkade, bob ross, alan lee, ilya kuvshinov
            nikon, canon, leica, hasselblad, kodak, fujifilm, sony, coca-cola, pepsi, nike, adidas
            gucci, prada, apple computer, tesla, ferrari, lamborghini, porsche, toyota, bmw, ikea
            national geographic, time magazine, netflix, hbo, star wars, harry potter
            """
        ),
    ]
}
