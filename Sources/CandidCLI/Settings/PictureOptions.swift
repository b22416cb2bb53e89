import ArgumentParser

/// What a prompt will be sent with, as far as its words can contradict it.
struct TargetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The engine that draws.", valueName: "name"))
    var engine: String?

    @Option(help: ArgumentHelp("The engine's model.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Width and height in pixels.", valueName: "WxH"))
    var size: String?

    @Option(name: .customShort("n"), help: ArgumentHelp("How many pictures.", valueName: "number"))
    var count: Int?

    @Option(help: ArgumentHelp("The engine's word for a style.", valueName: "word"))
    var style: String?

    @Option(help: ArgumentHelp("transparent, opaque or auto.", valueName: "word"))
    var background: String?

    var flags: Configuration {
        var flags = Configuration()
        flags.engine = engine
        flags.model = model
        flags.size = size
        flags.style = style
        flags.background = background
        return flags
    }
}

/// What the picture should be.
struct PictureOptions: ParsableArguments {
    @OptionGroup var target: TargetOptions

    @Option(help: ArgumentHelp("The start of the engine's random numbers.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("The engine's word for how much work.", valueName: "word"))
    var quality: String?

    @Option(help: ArgumentHelp("png, jpeg, webp, gif or svg.", valueName: "format"))
    var format: String?

    @Option(help: ArgumentHelp("Unfinished pictures on the way, 0 to 3.", valueName: "number"))
    var partials: Int?

    @Option(
        name: .customLong("image"),
        help: ArgumentHelp("A picture to change; the first is the base.", valueName: "file"))
    var images: [String] = []

    @Option(
        help: ArgumentHelp("Where to change it: a PNG's transparent pixels.", valueName: "file"))
    var mask: String?

    @Option(
        help: ArgumentHelp(
            "Hints drawn over it, a PNG that is transparent elsewhere.", valueName: "file"))
    var markup: String?

    @Option(
        help: ArgumentHelp(
            "The answer that this one follows, by the provider's own name for it.",
            valueName: "name"))
    var follows: String?

    @Option(
        help: ArgumentHelp(
            "What must not be seen, for engines with a field for that.", valueName: "words"))
    var negative: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A parameter that only some models have; candid models NAME lists them.",
            valueName: "name=value"))
    var options: [String] = []

    @Flag(help: "Let a route that rewrites prompts do so, and see what it made of yours.")
    var allowRewrite = false

    /// How many pictures.
    var count: Int? { target.count }

    var flags: Configuration {
        var flags = target.flags
        flags.quality = quality
        flags.format = format
        return flags
    }

    /// Takes what the flags leave open from parameters by their names on the wire.
    ///
    /// Files can't be had from their digests, so pictures stay as they are given.
    mutating func fill(from parameters: [String: String]) {
        target.engine = target.engine ?? parameters["engine"]
        target.model = target.model ?? parameters["model"]
        target.size = target.size ?? parameters["size"]
        target.style = target.style ?? parameters["style"]
        target.background = target.background ?? parameters["background"]
        target.count = target.count ?? parameters["n"].flatMap { Int($0) }
        quality = quality ?? parameters["quality"]
        format = format ?? parameters["output_format"]
        seed = seed ?? parameters["seed"].flatMap { UInt64($0) }
        partials = partials ?? parameters["partial_images"].flatMap { Int($0) }
        negative = negative ?? parameters["negative_prompt"]
        follows = follows ?? parameters["previous_response_id"]
        allowRewrite = allowRewrite || parameters["allows_rewrite"] == "true"
        let given = options.compactMap { $0.split(separator: "=").first.map(String.init) }
        let special = parameters.keys.filter { !Self.plain.contains($0) && !given.contains($0) }
        options += special.sorted().map { "\($0)=\(parameters[$0] ?? "")" }
    }

    /// The parameters that have a flag of their own.
    private static let plain: Set = [
        "engine", "model", "size", "style", "background", "n", "quality", "output_format", "seed",
        "partial_images", "negative_prompt", "previous_response_id", "allows_rewrite", "image",
        "mask", "markup",
    ]
}
