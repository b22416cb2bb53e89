import Foundation

/// `make bench`: figures as ratios within one run, because machines are shared and noisy.
@main
enum Bench {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-bench-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try PictureBench.run()
        try await ReceiptBench(folder: folder).run()
        if let command = CommandLine.arguments.dropFirst().first {
            try CommandBench(command: command, folder: folder).run()
        }
    }

    /// The seconds that an act takes.
    static func seconds(_ act: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(act) / .seconds(1)
    }

    /// The middle of some figures.
    static func median(_ figures: [Double]) -> Double {
        figures.sorted()[figures.count / 2]
    }

    /// Prints a row.
    static func row(_ name: String, _ value: Double, _ unit: String, digits: Int = 1) {
        let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
        print("\(padded) \(String(format: "%.\(digits)f", value)) \(unit)")
    }
}
