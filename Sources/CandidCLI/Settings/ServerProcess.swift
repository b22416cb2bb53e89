#if canImport(Glibc)
import CMalloc
import Glibc
#endif

/// What a process needs to serve many at once.
enum ServerProcess {
    /// Takes as many open files as the system lets it have, and gives memory back.
    ///
    /// Every request that waits has two connections. A picture of some megabytes that has passed would
    /// otherwise stay with the allocator, once for every thread.
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
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        #endif
    }
}
