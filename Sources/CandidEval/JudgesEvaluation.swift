import Candid
import Foundation

/// Published answers of vision models and people's ratings of the same 800 pictures (TIFA-160): how
/// well each follows people, and how well all of them together do.
struct JudgesEvaluation {
    private let items: [RatedPicture]

    /// Reads `DATA/judges` in place.
    init(dataFolder: String) throws {
        items = try RatedPicture.all(in: "\(dataFolder)/judges")
    }

    /// Prints the figures.
    func report() {
        print("judges: \(items.count) pictures of \(clusters.count) prompts, TIFA-160")
        for name in RatedPicture.judges + ["clipscore_vitb32"] { report(name) }
        report("both DSG and the five TIFA", RatedPicture.judges)
        report("the same and CLIPScore", RatedPicture.judges + ["clipscore_vitb32"])
    }

    private var people: [Double] { items.map(\.rating) }

    private var clusters: [[Int]] {
        Dictionary(grouping: items.indices) { items[$0].prompt }.values.map { $0.sorted() }
            .sorted { $0[0] < $1[0] }
    }

    private func report(_ name: String) {
        let scores = items.map { $0.scores[name] ?? 0 }
        print(
            pad(name), figure(RankCorrelation.spearman(scores, people)),
            "Kendall", figure(RankCorrelation.kendall(scores, people)),
            "Pearson", figure(RankCorrelation.pearson(scores, people)))
    }

    private func report(_ title: String, _ names: [String]) {
        let table = items.map { item in names.map { item.scores[$0] ?? 0 } }
        let scaled = Ridge.standardised(table)
        report("\(title), equal weights", scaled.map { $0.reduce(0, +) })
        report("\(title), weights from other prompts", leavingPromptsOut(table))
    }

    private func report(_ title: String, _ scores: [Double]) {
        let interval = ClusteredBootstrap(draws: 500).interval(clusters) { drawn in
            RankCorrelation.spearman(drawn.map { scores[$0] }, drawn.map { people[$0] })
        }
        let range = interval.map { "[\(figure($0.lowerBound)), \(figure($0.upperBound))]" } ?? ""
        print(pad(title), figure(RankCorrelation.spearman(scores, people)), range)
    }

    /// Every picture's score by weights that no picture of its prompt had a part in.
    private func leavingPromptsOut(_ table: [[Double]]) -> [Double] {
        var scores = [Double](repeating: 0, count: items.count)
        for cluster in clusters {
            let out = Set(cluster)
            let others = items.indices.filter { !out.contains($0) }
            let ridge = Ridge(others.map { table[$0] }, others.map { people[$0] })
            for index in cluster { scores[index] = ridge.value(of: table[index]) }
        }
        return scores
    }

    private func pad(_ text: String) -> String {
        text.padding(toLength: 56, withPad: " ", startingAt: 0)
    }

    private func figure(_ value: Double?) -> String {
        value.map { String(format: "%.4f", $0) } ?? "-"
    }
}

/// A picture with what people and judges say of it.
private struct RatedPicture {
    let prompt: String
    /// The mean of the people's ratings, 1 to 5.
    let rating: Double
    /// Each judge's score by its name.
    let scores: [String: Double]

    static let judges = ["pali17b_dsg", "instructblip_dsg"] + tifa
    private static let tifa = [
        "tifa_vilt", "tifa_git-large", "tifa_ofa-large", "tifa_blip2-flant5xl",
        "tifa_mplug-large",
    ]

    /// The models' names in the two publications.
    private static let models = [
        "mini-dalle": "mini_dalle", "sd1dot1": "stable_diffusion_v1_1",
        "sd1dot5": "stable_diffusion_v1_5", "sd2dot1": "stable_diffusion_v2_1",
        "vq-diffusion": "vq_diffusion",
    ]

    static func all(in folder: String) throws -> [RatedPicture] {
        let ratings = try CommaTable("\(folder)/tifa160-likert-anns.csv").rows
        let dsg = try ["pali17b_dsg", "instructblip_dsg"].map { name in
            (name, try dsgScores("\(folder)/\(name).csv"))
        }
        let file = URL(filePath: "\(folder)/human_annotations_with_scores.json")
        let published = try JSONDecoder().decode(
            [String: PublishedScores].self, from: Data(contentsOf: file))
        let groups = Dictionary(grouping: ratings) { Key($0) }
        return groups.sorted { $0.key < $1.key }.map { key, rows in
            let votes = rows.compactMap { $0["answer"].flatMap(Double.init) }
            let model = models[key.model] ?? key.model
            let other = published["\(rows[0]["source_id"] ?? "")_\(model)"]
            var scores = other?.scores ?? [:]
            // A prompt that the published answers lack counts as 0, as in the published figures.
            for (name, values) in dsg { scores[name] = values[key] ?? 0 }
            return RatedPicture(
                prompt: key.item, rating: votes.reduce(0, +) / Double(max(1, votes.count)),
                scores: scores)
        }
    }

    private static func dsgScores(_ path: String) throws -> [Key: Double] {
        let rows = try CommaTable(path).rows.filter { $0["dsg_prompt_split"] == "tifa160" }
        return Dictionary(grouping: rows) { Key($0) }.compactMapValues { rows in
            DependentScore(
                rows.enumerated().map { index, row in
                    // A parent that is no number is none, as in the reference code.
                    let parents = (row["dependency_id"] ?? "").split(separator: ",")
                        .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
                    return DependentScore.Answer(
                        row["question_id"].flatMap(Int.init) ?? -index - 1, parents: parents,
                        isYes: row["answer"]?.lowercased() == "yes")
                }
            ).share(.direct)
        }
    }

    private struct Key: Hashable, Comparable {
        let item: String
        let model: String

        init(_ row: [String: String]) {
            item = row["item_id"] ?? ""
            model = row["t2i_model"] ?? ""
        }

        static func < (left: Key, right: Key) -> Bool {
            (left.item, left.model) < (right.item, right.model)
        }
    }
}

/// One picture's scores as TIFA published them.
private struct PublishedScores: Decodable {
    let scores: [String: Double]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: Field].self)
        scores = fields.compactMapValues(\.number)
    }

    private struct Field: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            number = try? decoder.singleValueContainer().decode(Double.self)
        }
    }
}
