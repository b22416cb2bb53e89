import Pixels

/// Asks a judge what stands where something changed that was to stay.
///
/// It is shown a crop and an open question, and never the prompt, the claim or that anything leaked.
/// What it says is a name for people and decides nothing.
struct LeakNames {
    let judge: Judge
    let picture: Pixmap
    let parent: Pixmap

    /// An open question, so that no answer is the expected one.
    static let question =
        "What is in the middle of this picture? Answer with its name alone, in at most four words."

    /// So many of the largest; each takes two questions.
    private static let most = 4

    /// The verdicts with the names of what leaked.
    ///
    /// - Returns: The verdicts, and whether the judge was asked.
    func naming(_ verdicts: [Verdict]) async -> (verdicts: [Verdict], asked: Bool) {
        var (named, asked) = (verdicts, 0)
        for index in named.indices {
            for place in named[index].evidence.indices where asked < Self.most {
                let evidence = named[index].evidence[place]
                guard evidence.name == Evidence.leak, let box = evidence.box else { continue }
                let files = crops(around: box)
                guard let now = files.now, judge.knows(now) else { continue }
                asked += 1
                guard let name = await name(before: files.before, now) else { continue }
                named[index].evidence[place].text = name
                named[index].evidence[place].namedBy = "\(judge.name) \(judge.model)"
            }
        }
        return (named, asked > 0)
    }

    /// What stands there now, and what stood there where that was something else; nil where it can't
    /// tell.
    private func name(before: [UInt8]?, _ now: [UInt8]) async -> String? {
        let new = await name(now)
        let old: String? = if let before { await name(before) } else { nil }
        switch (old, new) {
        case (nil, nil): return nil
        case (let old?, nil): return "before: \(old)"
        case (nil, let new?): return new
        case (let old?, let new?): return old == new ? new : "\(new), before: \(old)"
        }
    }

    /// A failure of the judge leaves the place without a name.
    private func name(_ file: [UInt8]) async -> String? {
        let words = try? await judge.describe(JudgeQuestion(Self.question, about: file))
        let line = (words ?? nil)?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.flatMap { $0.isEmpty ? nil : String($0.prefix(80)) }
    }

    /// The place with a margin, so that what it belongs to can be seen, now and before.
    private func crops(around box: PictureBox) -> (now: [UInt8]?, before: [UInt8]?) {
        func crop(_ pixmap: Pixmap) -> [UInt8]? {
            let size = (pixmap.width, pixmap.height)
            let own = box.scaled(from: (picture.width, picture.height), to: size)
            guard own.fits(width: size.0, height: size.1) else { return nil }
            let margin = max(16, max(own.width, own.height) / 4)
            return pixmap.file(of: own.grown(by: margin, width: size.0, height: size.1))
        }
        return (crop(picture), crop(parent))
    }
}

extension Evidence {
    /// What a place is called where something changed that was to stay.
    static let leak = "leak"
}
