import Candid
import CandidIO
import CandidServer
import Foundation
import NIOCore

/// Who is told how requests go.
extension Settings {
    /// What follows requests for a collector; nil where none is set.
    ///
    /// - Throws: ``CommandFailure`` that names the setting.
    func tracer() throws -> OTLPTracer? {
        guard let base = values.tracing.endpoint else { return nil }
        guard let address = URL(string: base), ["http", "https"].contains(address.scheme),
            address.host() != nil
        else {
            throw CommandFailure(
                .badInput,
                "“\(base)” is no address such as http://127.0.0.1:4318 "
                    + "(\(origin("tracing.endpoint"))).")
        }
        let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
        let path = "/v1/traces"
        var collector = OTLPTracer.Collector(trimmed.hasSuffix(path) ? trimmed : trimmed + path)
        collector.fields = try tracingFields()
        collector.service = values.tracing.service ?? collector.service
        collector.version = Version.text
        return OTLPTracer(to: collector, through: try world())
    }

    /// Whether spans hold the words of prompts.
    func tracesPrompts() throws -> Bool {
        switch values.tracing.prompts {
        case "true": true
        case nil, "false": false
        case let other?:
            throw CommandFailure(
                .badInput,
                "tracing.prompts is “\(other)”; it takes true or false "
                    + "(\(origin("tracing.prompts"))).")
        }
    }

    /// What writes a line for every request; nil is nothing.
    func requestLog() throws -> (@Sendable (RequestNote) -> Void)? {
        switch values.serve.log {
        case nil, "off": nil
        case "json": { Terminal.error.say($0.line(at: Date())) }
        case let other?:
            throw CommandFailure(
                .badInput,
                "serve.log is “\(other)”; it takes json or off (\(origin("serve.log"))).")
        }
    }

    /// Percent-encoded pairs, as OpenTelemetry's own packages read them.
    private func tracingFields() throws -> [String: String] {
        let pairs = (values.tracing.headers ?? "").split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        var fields: [String: String] = [:]
        for pair in pairs {
            guard pair.count == 2, !pair[0].isEmpty else {
                throw CommandFailure(
                    .badInput,
                    "tracing.headers are pairs such as api-key=secret, with commas between "
                        + "(\(origin("tracing.headers"))).")
            }
            fields[pair[0].lowercased()] = pair[1].removingPercentEncoding ?? pair[1]
        }
        return fields
    }
}

extension RequestNote {
    /// As a line of JSON.
    fileprivate func line(at time: Date) -> String {
        var members: [String: JSONValue] = [
            "time": .text("\(Timestamp(time))"), "level": .text(level), "event": .text("request"),
            "method": .text(method), "route": .text(route),
            "status": status.map { .whole(Int64($0)) } ?? .null, "whole": .truth(isWhole),
            "seconds": .number(seconds),
        ]
        members["trace_id"] = trace.map { .text($0) }
        members["span_id"] = span.map { .text($0) }
        members["receipt"] = run.map { .text("\($0)") }
        members["caller"] = caller.map { .text($0) }
        members["problem"] = problem.map { .text($0) }
        return String(buffer: JSONValue.object(members).encoded())
    }

    private var level: String { isWhole && (status ?? 500) < 500 ? "info" : "error" }
}
