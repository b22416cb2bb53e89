extension Lexicon {
    /// Styles, media, light, colour and shape: what a picture looks like rather than what is in it.
    static let looks: [Lexicon] = [
        Lexicon(
            .colour,
            """
            red, orange, yellow, green, blue, purple, violet, pink, brown, black, white, grey, gray
            teal, cyan, magenta, turquoise, beige, ivory, maroon, crimson, scarlet, navy, indigo
            lavender, gold, golden, silver, bronze, copper, olive, peach, coral, amber, emerald
            """),
        Lexicon(
            [.style, .handmade],
            """
            impressionist, impressionism, expressionist, expressionism, cubist, cubism, baroque
            rococo, renaissance, romanticism, ukiyo-e, pointillism, pointillist, fauvism, abstract
            abstract expressionism, gouache, watercolor, watercolour, oil painting, oil on canvas
            acrylic painting, pencil drawing, pencil sketch, charcoal drawing, charcoal sketch
            ink drawing, ink wash, woodcut, linocut, etching, pastel drawing, crayon drawing
            hand-drawn, hand drawn, children's book illustration, comic book, comic, manga, anime
            cartoon, line art, doodle, chalk drawing, stained glass, mosaic, tapestry, embroidery
            watercolor painting, watercolour painting, tempera, fresco, storybook illustration
            """),
        Lexicon(
            [.style, .rendered],
            """
            pixel art, voxel art, low poly, low-poly, vector art, flat design
            isometric art, 3d render, 3d rendering, cgi, claymation, papercraft, paper cut, origami
            vector illustration, flat illustration, lego, plasticine
            """),
        Lexicon(
            [.style, .photographic],
            """
            photorealistic, photorealism, photo-realistic, hyperrealistic, hyper-realistic
            hyperrealism, photograph, photography, raw photo, polaroid, daguerreotype, film still
            documentary photography, street photography, product photography, realistic photo
            dslr photo, macro photography, portrait photography, 35mm film
            """),
        Lexicon(
            .style,
            """
            surrealist, surrealism, surreal, minimalism, art deco, art nouveau, bauhaus, brutalist
            gothic, steampunk, cyberpunk, dieselpunk, solarpunk, vaporwave, synthwave, retro, pop art
            vintage, retrofuturism, afrofuturism, film noir, noir, grunge, cottagecore, kawaii
            studio ghibli, ghibli, pixar, disney, street art, graffiti, psychedelic, fantasy art
            concept art, dark fantasy, sci-fi, futurism, constructivism, memphis, photobash
            """),
        Lexicon(
            .medium,
            """
            photo, photograph, picture, image, painting, drawing, illustration, sketch, render
            portrait, poster, mosaic, sculpture, print, mural, engraving, collage
            """),
        Lexicon(.photographic, "dslr, bokeh, 85mm, 35mm, 50mm, f/1.8, canon eos, nikon, iso 100"),
        Lexicon(.handmade, "brush strokes, brushstrokes, impasto, hand-painted, watercolors"),
        Lexicon(
            [.daytime],
            """
            midday, noon, daylight, sunny day, bright sunlight, broad daylight, sunlit, daytime
            bright sunny day, high noon, in the morning, sunny afternoon, at noon, sunny
            """),
        Lexicon(
            [.nighttime],
            """
            midnight, nighttime, night sky, at night, moonlit, moonlight, starry sky, starry night
            dead of night, night scene, dark night, night-time
            """),
        Lexicon(
            .monochrome,
            """
            monochrome, monochromatic, black and white, black & white, grayscale, greyscale, sepia
            """),
        Lexicon(
            .colourful,
            """
            colorful, colourful, multicolored, multicoloured, vibrant colors, vibrant colours
            rainbow colors, rainbow colours, vivid colors, vivid colours, bright colors
            bright colours, full color, full colour, vivid color, vivid colour
            """),
        Lexicon(
            .minimal,
            """
            minimal, minimalist, minimalistic, minimalism, uncluttered, very simple
            simple composition
            """),
        Lexicon(
            .intricate,
            """
            intricate, ornate, highly detailed, hyper detailed, hyper-detailed, extremely detailed
            insanely detailed, elaborate, maximalist, maximalism, intricate details, baroque
            busy composition, densely packed, lavishly decorated, super detailed
            """),
        Lexicon(
            .shape,
            """
            portrait orientation, vertical format, vertical orientation, portrait format
            landscape orientation, horizontal format, horizontal orientation, widescreen
            landscape format, panoramic format, square format, square image, square composition
            square aspect, portrait aspect ratio, landscape aspect ratio, square aspect ratio
            """),
        Lexicon(
            .backdrop,
            """
            white background, black background, grey background, gray background, blue background
            solid background, gradient background, green background, red background
            background of, detailed background, city background, forest background
            """),
    ]
}
