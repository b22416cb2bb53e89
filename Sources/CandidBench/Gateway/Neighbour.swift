import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A server in a process and on a core of its own.
struct Neighbour {
    let port: Int
    /// The key that it asks for.
    var key: String?
    let start: ContinuousClock.Instant
    private let process: Process

    /// The gateway as it stands between applications: it asks for a key, counts and writes down.
    static func gateway(
        _ command: String, to upstream: Int, in folder: URL, _ more: [String] = []
    ) throws -> Neighbour {
        let port = try freePort()
        let ledger = ["--ledger", folder.appending(path: "ledger").path]
        let key = try issueKey(by: command, ledger)
        let start = ContinuousClock.now
        let process = try begin(
            [command, "serve", "--port", "\(port)", "--keys", "required"] + ledger + more,
            [
                "OPENAI_API_KEY": "sk-bench", "OPENAI_BASE_URL": "http://127.0.0.1:\(upstream)/v1",
                "HOME": folder.path, "CANDID_ENGINE": "openai",
            ])
        return try Neighbour(port: port, key: key, start: start, process: process).awaited()
    }

    private static func issueKey(by command: String, _ ledger: [String]) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: command)
        let name = "bench-\(UInt32.random(in: 0...UInt32.max))"
        process.arguments = ["keys", "create", name, "--scopes", "admin"] + ledger
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let key = text.split(whereSeparator: \.isWhitespace).first else {
            throw BenchProblem.unfinished
        }
        return String(key)
    }

    /// A plain reverse proxy that keeps its connections.
    static func nginx(to upstream: Int, in folder: URL, buffers: Bool) throws -> Neighbour {
        let port = try freePort()
        let file = folder.appending(path: "nginx-\(buffers).conf")
        try """
        worker_processes 1; daemon off; master_process off;
        pid \(folder.path)/nginx-\(buffers).pid; error_log \(folder.path)/nginx.log;
        events { worker_connections 8192; }
        http {
          access_log off; keepalive_requests 1000000; client_body_temp_path \(folder.path)/body;
          proxy_temp_path \(folder.path)/proxy;
          upstream provider { server 127.0.0.1:\(upstream); keepalive 2048; keepalive_requests 1000000; }
          server {
            listen 127.0.0.1:\(port) backlog=4096 reuseport;
            location / {
              proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection "";
              proxy_buffering \(buffers ? "on" : "off");
            }
          }
        }
        """.write(to: file, atomically: true, encoding: .utf8)
        let start = ContinuousClock.now
        let process = try begin(["nginx", "-c", file.path, "-p", folder.path], [:])
        return try Neighbour(port: port, start: start, process: process).awaited()
    }

    private static func begin(
        _ arguments: [String], _ environment: [String: String]
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/taskset")
        process.arguments = ["-c", "0"] + arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin:/usr/sbin"]) { own, _ in
            own
        }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.standardError
        try process.run()
        return process
    }

    /// Waits until it takes connections.
    private func awaited() throws -> Neighbour {
        for _ in 0..<5000 {
            if Self.connects(to: port) { return self }
            guard process.isRunning else { throw BenchProblem.unfinished }
            usleep(1000)
        }
        throw BenchProblem.unfinished
    }

    private static func connects(to port: Int) -> Bool {
        var address = Self.address(port)
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func freePort() throws -> Int {
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw BenchProblem.unfinished }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    /// What the process holds in memory now.
    var megabytes: Double { status("VmRSS:") / 1024 }

    /// The most that it ever held.
    var peakMegabytes: Double { status("VmHWM:") / 1024 }

    /// The time that processors gave it so far.
    var cpuSeconds: Double {
        let text =
            (try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        // The name, which may have blanks, ends with the last bracket.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) -> Double {
        let text =
            (try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return Double(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? .nan
    }

    /// Ends it at once: nothing that it holds is wanted, and nginx without a master heeds no SIGTERM.
    func end() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

enum Descriptors {
    /// As many open files as the system lets us have.
    static func raise() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
