/// The words of grammar that rules ask for by name.
enum Word: UInt16, CaseIterable {
    case other
    // Negation.
    case no, not, without, never, none, nothing, nobody, nowhere, neither, nor, cannot
    case instead, rather, than, of, free, from, devoid, bereft, void, empty, absent, barren, bare
    case clear, stripped, lack, lacks, lacking, lacked, missing, absence, minus, sans, prompts,
        omit, omits
    case omitting, omitted, exclude, excludes, excluding, excluded, exclusion, avoid, avoids
    case avoiding, remove, removed, removing, delete, deleted, erase, erased, refrain, refrains
    case refraining, eliminate, eliminated, eliminating, negative, prompt, zero, lieu, opposed
    case place, except, hardly, barely, scarcely, ban, banned, rid, gone, hide, stop, fail, fails
    case unable, skip, leave, out, away, off, w, o, neg
    // Determiners, pronouns and small words.
    case a, an, the, any, some, single, one, much, many, more, less, fewer, most, only, just
    case merely, simply, even, too, so, very, quite, yet, far, long, longer, either
    case this, that, these, those, its, his, her, their, my, your, our, it, he, she, they, him
    case them, i, you, we, me, us, there, here, who, whom, whose, which, what, `where`, when
    case whether, `if`, unless, `while`, because, since, `as`, like, but, and, or, with, `in`, on
    case at, to, `for`, by, around, inside, behind, under, over, between, into, onto, about
    case against, beside, near, up, down, within, above, below, through, during, before, after
    // Verbs.
    case `is`, are, was, were, be, been, being, am, has, have, had, having, `do`, does, did, can
    case could, will, would, shall, should, must, may, might, ought, need, want, make, keep, `let`
    case change, show, include, contain, contains, use, used, add, draw, please, look, looks
    case get, gets, appear, appears, visible, seen, present, shown, included, allowed
    // Things that rules ask for by name.
    case sign, text, doubt, matter, wonder, mind, sight, image, picture, photo, view, shot, scene
    case entry, background, colors, color, colour, face, head, version, previous, same, last
    case anything, anyone, anybody, people, person, `else`, way, time, man, land, part, trace
    case bit, piece, kind, sort, type, presence, form, total, complete, absolute, sense
    case day, night, left, right, ratio, aspect, degrees, ar, v, s, q, style, stylize, chaos, seed
    case niji, tile, iw, weird, quality, raw, parameters, steps, sampler, cfg, lora, lyco, hypernet
    case question, effort, limits, limit, end, ever, going, wait, help, bad, ordinary
    case half, full, enter, disturb, cross, touch, feed, park, smoke, swim, run, lean, trespassing
    case current, landscape, movie, foreground, frame, distance
    case says, saying, reading, top
    case sure, remember, care, careful, additional, area, zone
    case portrait, vertical, horizontal, square, widescreen, panoramic, split, transition, diptych
    case versus, vs, another, serif, font, lyrics, n, images, pictures
    case parking, smoking, entering, diving, swimming, fishing, loitering, littering, exit

    /// Its spelling in a prompt; empty for what no prompt can hold.
    var spelling: String {
        switch self {
        case .other: ""
        default: String(describing: self)
        }
    }
}
