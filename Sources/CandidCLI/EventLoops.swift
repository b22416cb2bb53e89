import Foundation
import NIOCore

/// As many event loops as this process may use processors.
///
/// NIO counts the processors that there are, or that a container may use. A process that was bound to fewer
/// (`taskset`, `CPUAffinity=`) would have loops that only wait for each other: on one processor, one loop
/// answers a tenth more requests than two.
enum EventLoops {
    /// Has NIO make so many, unless the person's own `NIO_SINGLETON_GROUP_LOOP_COUNT` says how many.
    ///
    /// It must come before the first loop is made.
    static func fitProcessors() {
        #if os(Linux)
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let allowed = allowedProcessors(in: status), allowed < System.coreCount
        else { return }
        setenv("NIO_SINGLETON_GROUP_LOOP_COUNT", "\(allowed)", 0)
        #endif
    }

    /// How many processors a process may use.
    ///
    /// - Parameter status: What `/proc/self/status` says, with a bit for each processor in hexadecimal.
    /// - Returns: The number; nil where the system does not say.
    static func allowedProcessors(in status: String) -> Int? {
        let name = "Cpus_allowed:"
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let count = line?.dropFirst(name.count).compactMap(\.hexDigitValue)
            .reduce(0) { $0 + $1.nonzeroBitCount }
        return count == 0 ? nil : count
    }
}
