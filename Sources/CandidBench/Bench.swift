import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// `make bench`: figures as ratios within one run, because machines are shared and noisy.
@main
enum Bench {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("candid-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "gateway", let command = arguments.dropFirst().first {
            let parts = try arguments.dropFirst(2).map(GatewayBench.Part.init(named:))
            return try await GatewayBench(
                command: command, parts: parts.isEmpty ? GatewayBench.Part.allCases : parts
            ).run()
        }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-bench-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if arguments.first == "receipts" { return try await ReceiptBench(folder: folder).run() }
        let onlyCompares = arguments.first == "compare"
        if onlyCompares { arguments = arguments.dropFirst() }
        var comparing = CompareBench(folder: folder)
        if let command = arguments.first, let python = arguments.dropFirst().first {
            comparing.outside = (command, python)
        }
        if onlyCompares { return try comparing.run() }
        try PictureBench.run()
        try comparing.run()
        try await ReceiptBench(folder: folder).run()
        try await AnswerBench(folder: folder).run()
        if let command = arguments.first {
            try CommandBench(command: command, folder: folder).run()
        }
    }

    /// The seconds that an act takes.
    static func seconds(_ act: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(act) / .seconds(1)
    }

    /// User and system time, which other programs on the machine disturb less than the wall clock.
    static func cpuSeconds(_ act: () throws -> Void) rethrows -> Double {
        func now() -> Double {
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            func seconds(_ time: timeval) -> Double {
                Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
            }
            return seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
        let start = now()
        try act()
        return now() - start
    }

    /// The middle of some figures.
    static func median(_ figures: [Double]) -> Double {
        figures.sorted()[figures.count / 2]
    }

    /// Prints a row.
    static func row(_ name: String, _ value: Double, _ unit: String, digits: Int = 1) {
        let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
        say("\(padded) \(String(format: "%.\(digits)f", value)) \(unit)")
    }

    /// Prints a line at once, wherever it goes.
    static func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
