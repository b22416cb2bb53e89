import Foundation
import NIOPosix

/// `make bench-gateway`: what the gateway adds, beside nginx as a plain reverse proxy.
///
/// The gateway and nginx have one core to themselves, each in its turn; whoever asks and whoever
/// answers share another. All rows are interleaved in one run. The gateway asks for a key. nginx
/// buffers as it does by itself, but for streams. Parts that are named behind the command are
/// measured alone.
///
/// Spans go to a collector that is part of whoever answers, on the core of who asks: it throws away
/// what it gets as it comes, two megabytes a second at the most, so that it costs the load next to
/// nothing.
struct GatewayBench {
    /// Rows that are measured together.
    enum Part: String, CaseIterable {
        case latency, traces, streams, throughput, relays, memory

        init(named name: String) throws {
            guard let part = Part(rawValue: name) else { throw BenchProblem.unknown(name) }
            self = part
        }
    }

    let command: String
    let parts: [Part]
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let rounds = 5

    func run() async throws {
        Descriptors.raise()
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-bench-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let upstream = try Upstream()
        let nginx = try Neighbour.nginx(to: upstream.port, in: folder, buffers: true)
        defer { nginx.end() }
        let unbuffered = try Neighbour.nginx(to: upstream.port, in: folder, buffers: false)
        defer { unbuffered.end() }
        let gateway = try Neighbour.gateway(command, to: upstream.port, in: folder)
        defer { gateway.end() }
        var load = Load(port: gateway.port, request: .chat("bench-small"), count: 1)
        load.key = gateway.key
        _ = try await load.run(on: group)
        let begun = (ContinuousClock.now - gateway.start) / .milliseconds(1)
        Bench.row("start to first answer", begun, "ms (≤ 250)", digits: 0)
        Bench.row("memory: idle", gateway.megabytes, "MB (≤ 60)")
        let all = Trio(direct: upstream.port, nginx: nginx.port, gateway: gateway)
        for part in parts {
            switch part {
            case .latency: try await latencies(all.all)
            case .traces: try await traces(all, upstream, in: folder)
            case .streams:
                try await streams(
                    Trio(direct: upstream.port, nginx: unbuffered.port, gateway: gateway))
            case .throughput: try await throughput(all)
            case .relays: try await relays(all)
            case .memory:
                // What earlier rows left behind is not what these take.
                try await waiting(
                    try Neighbour.gateway(command, to: upstream.port, in: folder), upstream)
                try await pictures(try Neighbour.gateway(command, to: upstream.port, in: folder))
            }
        }
    }

    /// Whom to ask.
    struct Trio {
        let direct: Int
        let nginx: Int
        let gateway: Neighbour

        var all: [(name: String, port: Int, key: String?)] {
            [
                ("direct", direct, nil), ("nginx", nginx, nil),
                ("candid", gateway.port, gateway.key),
            ]
        }
    }

    /// What is added where every request is told to a collector, beside where none is.
    private func traces(_ trio: Trio, _ upstream: Upstream, in folder: URL) async throws {
        let collector = ["--traces", "http://127.0.0.1:\(upstream.port)"]
        let told = try Neighbour.gateway(command, to: upstream.port, in: folder, collector)
        defer { told.end() }
        let whom = trio.all.filter { $0.name != "nginx" }
        try await latencies(whom + [("candid, with traces", told.port, told.key)])
        Bench.say("")
        try await work([("candid", trio.gateway), ("candid, with traces", told)])
        try await Task.sleep(for: .seconds(1))
        Bench.row("spans told", Double(upstream.told) / 1e6, "MB")
    }

    /// What a request costs, which other programs on the machine disturb less than the wall clock.
    private func work(_ gateways: [(name: String, gateway: Neighbour)]) async throws {
        var figures: [String: [Double]] = [:]
        for _ in 0..<rounds {
            for (name, gateway) in gateways {
                var load = Load(port: gateway.port, request: .chat("bench-small"), count: 3000)
                (load.connections, load.key) = (16, gateway.key)
                let start = gateway.cpuSeconds
                _ = try await load.run(on: group)
                // What is done for them behind their answers counts.
                try await Task.sleep(for: .milliseconds(700))
                figures[name, default: []].append(
                    (gateway.cpuSeconds - start) / Double(load.count))
            }
        }
        for (name, _) in gateways {
            Bench.row(
                "\(name): CPU", Bench.median(figures[name] ?? []) * 1e6, "µs a request", digits: 0)
        }
    }

    private func latencies(_ whom: [(name: String, port: Int, key: String?)]) async throws {
        for (title, rate, connections, limits) in [
            ("one connection", nil as Double?, 1, "(≤ 0.60 / 1.2)"),
            ("500 requests/s, open loop", 500.0, 32, "(≤ 1.0 / 3)"),
        ] {
            var figures: [String: [Double]] = [:]
            for _ in 0..<rounds {
                for (name, port, key) in whom {
                    // What the one before left for later is not this one's.
                    try await Task.sleep(for: .milliseconds(600))
                    // Long enough that what is done twice a second falls into it.
                    var load = Load(port: port, request: .chat("bench-small"), count: 1500)
                    (load.rate, load.connections, load.key) = (rate, connections, key)
                    figures[name, default: []] += try await load.run(on: group).dropFirst(50)
                }
            }
            let direct = figures["direct"] ?? []
            Bench.say("\nadded latency, small JSON, \(title): p50 / p99 in ms")
            for (name, _, _) in whom where name != "direct" {
                let own = figures[name] ?? []
                let p50 = own.percentile(0.5) - direct.percentile(0.5)
                let p99 = own.percentile(0.99) - direct.percentile(0.99)
                Bench.say(
                    "  \(name) \(String(format: "%.2f / %.2f", p50, p99))"
                        + (name == "nginx" ? "" : " \(limits)"))
            }
        }
    }

    private func streams(_ trio: Trio) async throws {
        for streams in [1, 512] {
            Bench.say("\nfirst event of a picture stream, \(streams) at once: p50 / p99 in ms")
            for (name, port, key) in trio.all {
                var load = Load(
                    port: port, request: .picture("bench-stream", stream: true),
                    count: max(40, streams * 2))
                (load.connections, load.key) = (streams, key)
                let found = try await load.run(on: group)
                Bench.say(
                    "  \(name) "
                        + String(
                            format: "%.2f / %.2f", found.percentile(0.5), found.percentile(0.99)))
            }
        }
    }

    private func throughput(_ trio: Trio) async throws {
        var rates: [String: [Double]] = [:]
        for _ in 0..<rounds {
            for (name, port, key) in trio.all.dropFirst() {
                var load = Load(port: port, request: .chat("bench-small"), count: 6000)
                (load.connections, load.key) = (64, key)
                rates[name, default: []].append(try await perSecond(load))
            }
        }
        Bench.say("")
        try await work([("candid", trio.gateway)])
        try share("requests/s at 64 connections", rates, "(≥ 0.12)")
    }

    /// Large answers: passed on, and with everything that a picture gets.
    private func relays(_ trio: Trio) async throws {
        var (passed, stored): ([String: [Double]], [String: [Double]]) = ([:], [:])
        for _ in 0..<rounds {
            for (name, port, key) in trio.all.dropFirst() {
                var load = Load(
                    port: port, request: .init(path: "/v1/files/f/content", body: ""), count: 200)
                (load.connections, load.key) = (8, key)
                passed[name, default: []].append(try await perSecond(load))
                load.request = .picture("bench-picture")
                stored[name, default: []].append(try await perSecond(load))
            }
        }
        try share("2 MB answer, relayed only", passed, "(≥ 0.8)")
        try share("2 MB answer, decoded, hashed, stored, receipted", stored, "(≥ 0.35)")
    }

    private func perSecond(_ load: Load) async throws -> Double {
        let start = ContinuousClock.now
        _ = try await load.run(on: group)
        return Double(load.count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private func share(_ title: String, _ rates: [String: [Double]], _ limit: String) throws {
        guard let nginx = rates["nginx"], let candid = rates["candid"] else { return }
        Bench.row("\(title): candid", Bench.median(candid), "a second", digits: 0)
        Bench.row("\(title): nginx", Bench.median(nginx), "a second", digits: 0)
        let ratios = zip(candid, nginx).map { $0 / $1 }
        Bench.row("\(title): share", Bench.median(ratios), limit, digits: 2)
    }

    private func waiting(_ gateway: Neighbour, _ upstream: Upstream) async throws {
        defer { gateway.end() }
        var load = Load(port: gateway.port, request: .chat("bench-wait"), count: 2000)
        (load.connections, load.key) = (2000, gateway.key)
        let waiting = Task { [group, load] in try await load.run(on: group) }
        for _ in 0..<300 where upstream.waiting < 2000 {
            try await Task.sleep(for: .milliseconds(100))
        }
        Bench.row(
            "memory: \(upstream.waiting) requests waiting", gateway.megabytes, "MB (≤ 160)")
        upstream.release()
        _ = try await waiting.value
    }

    private func pictures(_ gateway: Neighbour) async throws {
        defer { gateway.end() }
        var load = Load(port: gateway.port, request: .picture("bench-picture"), count: 512)
        (load.connections, load.key) = (256, gateway.key)
        _ = try await load.run(on: group)
        Bench.row("memory: 256 relays of 2 MB, peak", gateway.peakMegabytes, "MB (≤ 200)")
    }
}

extension [Double] {
    /// The value below which this share of them lies.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(count - 1, Int(Double(count) * share))]
    }
}
