import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The whole command as its users run it: time and peak memory of the process.
struct CommandBench {
    let command: String
    let folder: URL

    func run() throws {
        var walls: [Double] = []
        var peak = 0
        for number in 0..<5 {
            let process = Process()
            process.executableURL = URL(filePath: command)
            process.arguments = [
                "generate", "a single red apple on a white background, studio lighting", "-q",
                "--ledger", folder.appending(path: "command").path,
                "-o", folder.appending(path: "apple-\(number).png").path,
            ]
            process.standardOutput = FileHandle.nullDevice
            walls.append(
                try Bench.seconds {
                    try process.run()
                    process.waitUntilExit()
                })
            guard process.terminationStatus == 0 else { throw BenchProblem.unfinished }
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
            peak = max(peak, Int(usage.ru_maxrss))
        }
        Bench.row("candid generate, 1024x1024, whole process", Bench.median(walls) * 1000, "ms")
        Bench.row("candid generate, peak memory", Double(peak) / 1024, "MB (≤ 150)")
    }
}
