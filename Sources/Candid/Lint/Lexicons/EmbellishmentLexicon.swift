extension Lexicon {
    /// Words that praise or set a mood and give nothing to draw.
    static let embellishments: [Lexicon] = [
        Lexicon(
            .embellishment,
            """
            breathtaking, stunning, mesmerizing, mesmerising, captivating, enchanting, awe-inspiring
            awe inspiring, jaw-dropping, jaw dropping, masterpiece, masterful, masterfully
            exquisite, exquisitely, magnificent, magnificently, majestic, gorgeous, beautiful
            beautifully, amazing, incredible, incredibly, unbelievable, extraordinary, spectacular
            epic, perfect, flawless, award winning, award-winning, prize winning, best quality
            high quality, highest quality, top quality, ultra quality, super quality, hq, uhd
            unforgettable, timeless, evocative, ethereal beauty, otherworldly beauty, iconic
            wondrous, marvelous, marvellous, wonderful, fantastic, fabulous, splendid, superb
            phenomenal, remarkable, impressive, professional, trending on artstation
            artstation hq, trending on pixiv, featured on behance, featured on pixiv, popular on
            aesthetic, aesthetically pleasing, visually stunning, visually striking, eye catching
            eye-catching, thought provoking, thought-provoking, emotionally resonant, soul stirring
            soul-stirring, heartwarming, inspiring, inspirational, sublime, immersive, unparalleled
            unmatched, unrivaled, unrivalled, world class, world-class, state of the art
            cutting edge, next level, next-level, mind blowing, mind-blowing, hauntingly beautiful
            sense of wonder, sense of awe, sense of mystery, sense of nostalgia, sense of adventure
            sense of tranquility, sense of serenity, sense of calm, sense of peace, sense of magic
            testament to, tells a story, invites the viewer, draws the viewer, evokes a sense
            evoking a sense, conveys a sense, creates a sense, symphony of, tapestry of, dance of
            timeless beauty, timeless elegance, whimsical charm, rich tapestry, delicate balance
            8k, 4k, 16k, 8k resolution, 4k resolution, ultra hd, ultra-hd, hdr, unreal engine
            octane render, best ever, super realistic, ultra realistic, ultra-realistic, ultra
            insanely, absolutely, unique, meticulous, meticulously, lovingly, pristine
            tranquil beauty, serene beauty, sheer beauty, quintessential, picturesque, idyllic
            cinematic masterpiece, very aesthetic, absurdres, highres, best illustration
            """)
    ]
}
