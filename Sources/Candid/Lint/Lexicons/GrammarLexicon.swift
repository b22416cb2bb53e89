extension Lexicon {
    /// The small words that say where a phrase starts and ends.
    static let grammar: [Lexicon] = [
        Lexicon(
            .cue,
            """
            no, not, less, without, never, none, nothing, nobody, nowhere, neither, nor, cannot, w
            instead, rather, free, devoid, bereft, void, absent, barren, lack, lacks, lacking
            lacked, missing, absence, minus, sans, omit, omits, omitting, omitted, exclude
            excludes, excluding, excluded, exclusion, avoid, avoids, avoiding, remove, removed
            removing, delete, deleted, erase, erased, refrain, refrains, refraining, eliminate
            eliminated, eliminating, lieu, opposed, zero, negative, hardly, barely, scarcely
            stripped, empty, clear, bare, place, gone, rid, ban, banned, unable, fail, fails
            """),
        Lexicon(
            [.cue, .contractedNot],
            """
            don't, doesn't, didn't, isn't, aren't, wasn't, weren't, hasn't, haven't, hadn't, won't
            wouldn't, can't, couldn't, shouldn't, mustn't, needn't, ain't, shan't, mightn't
            dont, doesnt, didnt, isnt, arent, wasnt, werent, hasnt, havent, cant, couldnt
            shouldnt, wouldnt, mustnt
            """),
        Lexicon(
            .determiner,
            """
            a, an, the, any, some, its, his, her, their, my, your, our, this, that, these, those
            another, each, every, either, whatsoever
            """),
        Lexicon(
            .preposition,
            """
            of, in, on, at, with, to, for, from, by, around, inside, behind, under, over, between
            into, onto, about, against, beside, beneath, near, within, above, below, through
            during, before, after, along, across, among, amid, upon, toward, towards, outside
            underneath, throughout, alongside, despite, via, per, beyond, past, off, atop, next
            besides, amongst, amidst, opposite
            """),
        Lexicon(
            .subordinator,
            """
            but, while, because, when, which, who, that, where, as, since, although, so
            though, if, until, unless, whereas, then, only, just, whose, whom, what, how, why
            however, except, instead, plus, whilst, lest, once, therefore, thus, hence, also
            """),
        Lexicon(
            .pronoun,
            """
            it, he, she, they, him, them, i, you, we, me, us, there, here, one, himself, herself
            itself, themselves, everyone, everything, someone, something
            """),
        Lexicon(
            .auxiliary,
            """
            is, are, was, were, be, been, being, am, has, have, had, having, do, does, did, can
            could, will, would, shall, should, must, may, might, ought, isn't, aren't, wasn't
            weren't, don't, doesn't, didn't, can't, cannot, won't, couldn't, wouldn't, shouldn't
            """),
        Lexicon(
            .adverb,
            """
            very, quite, too, even, still, already, currently, fully, completely, entirely, clearly
            necessarily, actually, really, particularly, especially, visibly, ever, always, often
            usually, at all, totally, directly, quietly, slowly, together, alone, away, anymore
            truly, properly, exactly, simply, yet, merely, deliberately, absolutely, strictly, all
            """),
        Lexicon(
            .showVerb,
            """
            show, include, contain, use, add, draw, put, insert, paint, depict, render, place, make
            create, generate, write, have, feature, display, give, want, need, see, like, shows
            includes, contains, features, depicts, displays, portray, portrays, add in, apply
            including, containing, showing, having, using, adding, illustrate, exhibit, bear
            possess, hold, introduce, produce, wear, involve
            """),
        Lexicon(
            .keepVerb,
            """
            change, alter, modify, touch, edit, affect, replace, adjust, distort, move, alters
            changing, altering, modifying, touching, editing, affecting, replacing, adjusting
            distorting, moving, recolor, recolour, redraw, retouch, crop, deviate, resize, rotate
            mess, transform, tamper, damage, override, changed, altered, modified, reinterpret
            cropping, reposition, rearrange, redesign, restyle, recompose, disturb
            """),
        Lexicon(
            .verb,
            """
            stands, sits, lies, wears, holds, looks, runs, walks, flies, plays, eats, drinks, rests
            shows, appears, seems, remains, stays, keeps, makes, gives, takes, goes, comes, sings
            jumps, swims, leans, reads, smiles, floats, hangs, covers, fills, carries, sleeps
            stares, gazes, rises, falls, grows, shines, glows, emerges, surrounds, overlooks
            represents, emphasizes, stretches, dances, rides, drives, barks, moves, opens, closes
            stood, sat, lay, wore, held, looked, ran, walked, flew, played, ate, rested, kept, made
            gave, took, went, came, became, left, found, seen, shown, visible, present, taken
            accompanied, surrounded, covered, filled, placed, used, included, allowed, needed
            required, drawn, added, depicted, displayed, seem, appear, remain, exist, exists
            emphasizing, creating, giving, conveying, allowing, making, leaving
            highlighting, conveying, suggesting, evoking, showcasing, revealing, ensuring
            """),
        Lexicon(
            .numberWord,
            """
            two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen
            fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty
            fifty, sixty, seventy, eighty, ninety, hundred, thousand, dozen, million
            """),
        Lexicon(
            .adjective,
            """
            big, small, large, little, tall, short, long, old, young, new, ancient, modern, wide
            narrow, thick, thin, round, square, flat, sharp, soft, hard, smooth, rough, wet, dry
            dark, bright, light, heavy, broken, wooden, plain, other, extra, additional, single
            front, visible, unnecessary, unwanted, distracting, harsh, strong, deep, high, low
            messy, dirty, clean, clear, open, closed, happy, sad, busy, modern, major, artificial
            real, actual, real-life, human, male, female, much, many, more, further, such
            traditional, typical, characteristic, sharp, pointed, fancy, complex, complicated
            """),
    ]

    /// Fixed phrases, names and titles whose “no” or “not” takes nothing out of a picture.
    static let idioms: [Lexicon] = [
        Lexicon(
            .idiom,
            """
            no doubt, no wonder, no matter, no mind, no longer than, no more than, no less than
            no fewer than, no sooner, no time, no ordinary, no mean feat, no stranger, no exception
            no joke, no way home, no time to die, no man's sky, no mans sky, no man's land
            no mans land, no country for old men, no game no life, no kidding, no pain
            no guts no glory, no strings attached, no deal, no place like home
            no mercy, no limits, no limit, no country, no expense spared, no holds barred
            no end of, no use crying, no big deal, no questions asked, no nonsense, no brainer
            no return, no regrets, no fear, no hope, no good, no easy task, no small feat
            no rush, no problem, no worries, no hurry, no thanks, no such luck, no frills
            by no means, in no way, in no particular order, yes or no, yes and no, whether or no
            mononoke, no haka, no yaiba, no hero academia, no kyojin, no tomodachi, no uta
            no tame ni, no sekai, no naku, no ken, no michi, no mori, no umi, no kaze
            not only, not just, not merely, not simply, not solely, not far, not unlike
            not to mention, not surprisingly, not long ago, not long after, not least
            not to be confused, not quite, not too shabby, not bad, not least because
            not entirely unlike, not in use, not so long ago, not a problem, not to scale
            not at all unlike, not alone, not necessarily, not unusual, not uncommon
            if not, why not, or not, as not to, believe it or not, more often than not
            last but not least, like it or not, not so much, not for the faint of heart
            not without, what not, not sure, not least of all, waste not want not, forget me not
            forget me nots, not exactly, not for sale, not specified, not applicable
            i can't, can't help, can't wait, can't believe, couldn't be happier, can't get enough
            couldn't care less, don't worry, don't know, don't forget, don't mind, do not forget
            don't care, don't hesitate, do not hesitate, do not worry, isn't it, aren't they
            aren't we, don't you, doesn't matter, don't matter, do not know, don't starve
            don't look up, do not know how, didn't know, couldn't resist, don't stop
            without a doubt, without doubt, without question, without fail, without a hitch
            without further ado, without end, without compromising, without sacrificing
            without saying, without a care, without warning, without equal, without limits
            without parallel, without rival, without regard, without exception, without effort
            without hesitation, without a cause, without limit, without measure
            without precedent, without peer, without overwhelming
            never ending, never never land, never land, never before, never again, never seen
            never mind, never fails, never gives up, never give up, never stops, never sleeps
            never land, never too late, now or never, never ceases, never been seen, never say
            neverending, never meet again, never been done, never ever, never forget
            nothing but, nothing less than, nothing short of, nothing like, nothing special
            nothing new, nothing more than, all or nothing, nothing compares, nothing to do with
            nothing to lose, sweet nothing, much ado about nothing, nothing else matters
            middle of nowhere, out of nowhere, nowhere boy, nowhere man, road to nowhere
            none other than, none the less, none the wiser, second to none, bar none
            none of your business, and then there were none
            neither here nor there, free of charge, absence makes the heart
            missing link, missing person, missing persons, missing out
            missing poster, missing child, missing you, missing the point, lack of a better
            lack of better, nothing if not, negative space, negative film, negative image
            negative emotion, negative emotions, negative ion, photographic negative
            rather than later, free will, free spirit, ground zero, zero dawn, mega man zero
            megaman zero, megaman x zero, zero gravity, zero g, zero suit, zero waste, zero point
            zero two, zero hour, patient zero, absolute zero, zero emission, zero emissions
            zero energy, zero carbon, zero day, from zero, code zero, re zero, zero kelvin
            leave no stone unturned
            remove before flight, avoid collision, barely there, barely visible, hardly recognizable
            not guilty, not safe for work, not my problem, not your average, not yet rated
            not your typical, not for kids, to be or not to be, not today, not another
            not dissimilar, no more heroes, no evil, hear no evil, see no evil, speak no evil
            say no more, dr no, mr no, have no idea, has no idea, no idea, no clue, no choice
            no apparent reason, no reason, no avail, no equal, no match, no rival, no rest
            no peer, no bounds, no boundaries, no small part, no secret, no accident, no secrets
            no less, pay no attention, pays no attention, no attention, no offence, no offense
            spares no, knows no, know no, no exit strategy, no substitute, no comparison
            empty of meaning, no heed, no trouble, no difficulty
            do or do not, can not help, cannot help, cannot wait, can not wait, cannot be overstated
            cannot believe, could not be happier, could not be more, couldn't be more
            ranked no, free range, no need to, no fly, no go, no kill, no bake, no look, no name
            no show, no code, no contact order, not so distant, not too distant, not so subtle
            no two, no right turn, no left turn, no u turn, no shortage of, no stone unturned
            not so different, not entirely, not quite right, no use, no telling, no denying
            no question, no end, no end in sight, no holds, no shame, no laughing matter
            """)
    ]
}
