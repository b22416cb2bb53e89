import Foundation

#if canImport(Glibc)
import CMalloc
import Glibc
#endif

/// What a process needs to serve many at once.
enum ServerProcess {
    /// Takes as many open files as the system lets it have, and gives memory back.
    ///
    /// Every request that waits has two connections. A picture of some megabytes that has passed would
    /// otherwise stay with the allocator, once for every thread. What small pieces leave is given back
    /// only from some megabytes on, because the system clears every page that it hands out.
    static func prepare() {
        #if canImport(Glibc)
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        if getrlimit(files, &limit) == 0 {
            limit.rlim_cur = min(limit.rlim_max, 65_536)
            setrlimit(files, &limit)
        }
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 256 << 10)
        mallopt(M_TRIM_THRESHOLD, 4 << 20)
        #endif
    }

    /// Gives back the memory of code that only the start needed.
    ///
    /// That is more than half of what an idle server would hold; what is needed again is mapped again
    /// from the system's own copy of the file.
    static func forgetItsStart() {
        #if os(Linux)
        let map = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        for line in map.split(separator: "\n") where line.contains(" r-xp ") {
            // Only this program's own: a private mapping that nobody can have written to.
            guard line.hasSuffix(executable) else { continue }
            let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
            guard ends.count == 2, let start = ends[0], let end = ends[1],
                let pointer = UnsafeMutableRawPointer(bitPattern: start), end > start
            else { continue }
            madvise(pointer, Int(end - start), CInt(MADV_DONTNEED))
        }
        #endif
    }

    private static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? " none"
    }
}
