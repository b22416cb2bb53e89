extension Model {
    /// What the model takes, in words; what is unknown is left out.
    public var capabilities: [String] {
        var lines: [String] = []
        func add(_ name: String, _ words: String?) {
            if let words, !words.isEmpty { lines.append("\(name): \(words)") }
        }
        add("sizes", sizes?.description)
        add("prompt", promptLimit.map { "up to \($0) characters" })
        add("pictures at once", maximumCount.map(String.init))
        add("quality", qualities?.joined(separator: ", "))
        add("styles", styles?.joined(separator: ", "))
        add("formats", formats?.map(\.rawValue).joined(separator: ", "))
        add("transparent ground", transparentFormats?.map(\.rawValue).joined(separator: ", "))
        add("pictures to change", maximumInputs.map { $0 == 0 ? "none" : "up to \($0)" })
        add("mask", mask?.rawValue)
        add("unfinished pictures", maximumPartials.map { $0 == 0 ? "none" : "up to \($0)" })
        add("seed", takesSeed ? "yes" : nil)
        add("negative prompt", takesNegative == true ? "yes" : nil)
        add(
            "time",
            seconds.flatMap { $0.count == 2 ? "\(Int($0[0])) to \(Int($0[1])) s" : nil })
        return lines
    }
}

extension Promises {
    /// What becomes of the words, in words.
    public var words: String {
        let rewriting =
            switch rewriter {
            case .none: "no rewriter is known of"
            case .switch: "its rewriter is switched off"
            case .always: "another model rewrites every prompt"
            case .unknown: "nobody says whether it rewrites prompts"
            }
        let reading =
            switch readBack {
            case .always: "it reports the text that it used"
            case .sometimes: "it sometimes reports the text that it used"
            case .never: "it never reports the text that it used"
            }
        return "\(rewriting); \(reading)"
    }
}
