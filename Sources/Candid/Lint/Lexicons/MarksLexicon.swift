extension Lexicon {
    /// Lettering and what carries it.
    static let marks: [Lexicon] = [
        Lexicon(
            .mark,
            """
            text, texts, lettering, letter, word, writing, watermark, logo, signature, caption
            subtitle, typography, inscription, label, title, slogan, number, username, branding
            brand, typo, alphabet, words, headline, writing, symbol, stamp, copyright
            """),
        Lexicon(
            .signNoun,
            """
            sign, signs, signboard, signage, billboard, poster, banner, placard, sticker, badge
            flag, notice, label, plaque, warning, board, symbol, t-shirt, tshirt, shirt, mug
            neon, marquee, magazine cover, book cover, chalkboard, blackboard, whiteboard, decal
            표지판, 표지, 팻말, 간판, 깃발, 구역, 표시, 스티커, 안내문, 안내판, 문구, 현수막, 포스터
            경고문, 푯말, 딱지, 배너, 로고, 마크, 경고판, 알림판, 게시판, 지역
            """),
        Lexicon(
            .speaks,
            """
            says, saying, say, reads, states, stating, spells, spelling, titled, entitled, inscribed
            shouts, proclaims, declares, emblazoned, captioned, labeled, labelled, reading
            """),
        Lexicon(
            .saysVerb,
            """
            says, saying, say, reads, reading, read, states, stating, spells, spelling, written
            titled, entitled, labeled, labelled, inscribed, captioned, caption, captions, headline
            text, tagline, slogan, phrase, quote, engraved, printed, called, named, word, words
            letters, lettering, message, title, sentence, motto, image_text, label, lyrics, warning
            subtitle, shouts, proclaims, declares, announces, emblazoned, song
            """),
    ]
}
