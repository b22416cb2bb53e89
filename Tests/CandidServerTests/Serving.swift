import Candid
import CandidServer

/// Serves for as long as the work takes.
func serving(
    _ responder: Responder, limits: Host.Limits = Host.Limits(), passesThrough: Bool = false,
    _ work: (String) async throws -> Void
) async throws {
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let host = Task {
        defer { ready.finish() }
        var host = Host(responder, port: 0, limits: limits)
        host.passesThrough = passesThrough
        try await host.run(endingOnSignals: false) { ready.yield($0) }
    }
    defer { host.cancel() }
    for await port in ports {
        try await work("http://127.0.0.1:\(port)")
        return
    }
    try await host.value
}
