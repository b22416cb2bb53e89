import Foundation
import Pixels
import Sketch

/// `candid compare` on a pair of 1024x1024, on one core, beside what others take in the same run.
struct CompareBench {
    /// What `Scripts/compare-peers` measured; CPU seconds and MB.
    private struct Peers: Decodable {
        let ssim: Double
        let pixelmatch: Double
        let libpng: Double
        let command: Double
        let commandPeak: Double
        let large: Double
        let largePeak: Double
    }

    let folder: URL
    /// The command, and a Python that has the peers; without them only our own figures are told.
    var outside: (command: String, python: String)?

    func run() throws {
        let request = SketchRequest(prompt: "two cats on a red sofa in a room", seed: 1)
        let file = try Illustrator().draw(request).bytes
        let before = try Pixmap(decoding: file)
        let after = try Pixmap(decoding: before.jpeg(quality: 85))
        let peers = try peers(before, after, file)
        let png = try row("PNG decoded, 1024x1024") { _ = try Pixmap(decoding: file) }
        let gate = row("the gate on a decoded pair") { _ = Comparison(before, after) }
        let all = row("the others' measures: SSIM, pixelmatch, hashes") {
            _ = PeerMeasures(before, after)
        }
        let count = row("pixelmatch's count alone") {
            _ = Pixelmatch(.yiq).count(before, after)
        }
        Bench.row("compare: the gate and all measures", (gate + all) * 1000, "ms CPU (≤ 80)")
        guard let peers else { return }
        tell("PNG decoded, libpng's time is", peers.libpng, png, 1)
        tell("SSIM of scikit-image, the gate's is", peers.ssim, gate, 7)
        tell("pixelmatch of PyPI, ours is", peers.pixelmatch, count, 100)
        Bench.row("candid compare, 1024x1024", peers.command * 1000, "ms CPU (≤ 100)")
        Bench.row("candid compare, 1024x1024, peak memory", peers.commandPeak, "MB (≤ 60)")
        Bench.row("candid compare, 4096x4096", peers.large, "s CPU (≤ 1.4)", digits: 2)
        Bench.row("candid compare, 4096x4096, peak memory", peers.largePeak, "MB (≤ 350)")
    }

    private func row(_ name: String, _ act: () throws -> Void) rethrows -> Double {
        let figures = try (0..<7).map { _ in try Bench.cpuSeconds(act) }
        let limit = name.hasPrefix("the gate") ? " (≤ 20)" : ""
        Bench.row("compare: \(name)", Bench.median(figures) * 1000, "ms CPU\(limit)")
        return Bench.median(figures)
    }

    private func tell(_ name: String, _ theirs: Double, _ ours: Double, _ wanted: Double) {
        let times = theirs / max(ours, 1e-9)
        Bench.row(
            "compare: \(name)", theirs * 1000,
            "ms CPU, \(String(format: "%.1f", times)) times ours (≥ \(Int(wanted)))")
    }

    private func peers(_ before: Pixmap, _ after: Pixmap, _ file: [UInt8]) throws -> Peers? {
        guard let outside else { return nil }
        let large = Self.tiled(before, 4)
        let files = [
            ("before", file), ("after", try after.png()), ("large-before", try large.png()),
            ("large-after", try Pixmap(decoding: large.jpeg(quality: 85)).png()),
        ]
        let paths = try files.map { name, bytes in
            let url = folder.appending(path: "\(name).png")
            try Data(bytes).write(to: url)
            return url.path
        }
        let process = Process()
        process.executableURL = URL(filePath: outside.python)
        process.arguments = ["Scripts/compare-peers", outside.command] + paths
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchProblem.unfinished }
        return try JSONDecoder().decode(Peers.self, from: said)
    }

    /// The picture beside and below itself.
    private static func tiled(_ picture: Pixmap, _ times: Int) -> Pixmap {
        var rgba: [UInt8] = []
        rgba.reserveCapacity(picture.rgba.count * times * times)
        for y in 0..<(picture.height * times) {
            let start = y % picture.height * picture.width * 4
            let row = picture.rgba[start..<(start + picture.width * 4)]
            for _ in 0..<times { rgba += row }
        }
        return Pixmap(width: picture.width * times, height: picture.height * times, rgba: rgba)
    }
}
