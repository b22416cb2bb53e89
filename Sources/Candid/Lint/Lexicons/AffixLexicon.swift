extension Lexicon {
    /// Words whose “-less”, “-free” or “un-” says that something is absent, or does not.
    static let affixes: [Lexicon] = [
        Lexicon(
            .lessStop,
            """
            less, airless, lusterless, lustreless, unless, bless, nonetheless, nevertheless, regardless, endless, wireless, stainless
            seamless, timeless, flawless, priceless, countless, effortless, harmless, restless
            boundless, limitless, weightless, lifeless, breathless, fearless, helpless, hopeless
            reckless, ruthless, relentless, useless, homeless, motionless, colorless, colourless
            cordless, bottomless, ageless, aimless, artless, baseless, blameless, bloodless
            careless, ceaseless, clueless, contactless, cashless, classless, deathless, defenseless
            defenceless, dreamless, driverless, faultless, feckless, fathomless, formless, godless
            graceless, guileless, guiltless, hapless, heartless, heedless, horseless, brushless
            humorless, joyless, jobless, keyless, lawless, listless, loveless, luckless, matchless
            measureless, merciless, mindless, moneyless, nameless, needless, noiseless, numberless
            painless, passionless, peerless, penniless, pitiless, pointless, powerless
            sleepless, shameless, shapeless, shiftless, sightless, silent, sinless, soulless
            speechless, spineless, spiritless, spotless, stateless, tactless, tasteless, thankless
            thoughtless, tireless, toneless, trackless, tubeless, unbless, valueless
            voiceless, wordless, worthless, artless, changeless, charmless
            crossless, depthless, directionless, dauntless, exhaustless, odorless
            gutless, haloless, inless, issueless, lossless, meaningless, mirrorless, moveless
            nonless, paperless, perfectionless, purposeless, quenchless, reasonless, remorseless
            resistless, scoreless, selfless, serverless, sexless, soundless
            stressless, tearless, resless, trustless, weariless, viewless, witless
            ageless, frictionless, footless, tankless, coverless
            depthless, chess, flightless, rayless, rudderless
            flightless, unbless, breathless
            """),
        Lexicon(
            [.absentPrefix, .adjective],
            """
            uncluttered, unadorned, unfurnished, undecorated, unclothed, undressed, unpeopled
            uninhabited, unpopulated, unoccupied, unlabeled, unlabelled, untextured, unbranded
            unshadowed, uncrowded, unornamented, unwatermarked, unframed, unbearded, unhatted
            """),
        Lexicon(
            .freeStop,
            """
            free, care, hands, toll, duty, tax, rent, royalty, cruelty, hand, scot, risk, stress
            gluten, dairy, sugar, fat, trouble, worry, hassle, error, carefree, wild, drug, germ
            guilt, frost, pain, debt, conflict, interest, bug, world, barrier, maintenance
            """),
    ]
}
