import Candid
import Foundation

/// Sessions, as far as they can be read.
extension NativeAPI {
    static let sessions = NativeRoute(
        method: "GET", path: ["sessions"], name: "listSessions",
        summary: "Every session, the last worked on first. They belong to no key.",
        answers: [.document("session-list", "Sessions")]
    ) { call in json(try await call.sessions().list()) }

    static let session = NativeRoute(
        method: "GET", path: ["sessions", "{session}"], name: "showSession",
        summary: "How a session stands: brief, edits, card, turns, drift.",
        parameters: [.session],
        answers: [.document("session", "The session"), .problem(404, "No such session")]
    ) { call in
        let (sessions, name) = (try await call.sessions(), try call.sessionName())
        guard let text = try await usable({ try await sessions.show(name) }) else {
            throw call.unknownSession
        }
        return json(text)
    }

    static let export = NativeRoute(
        method: "GET", path: ["sessions", "{session}", "export"], name: "exportSession",
        summary: "A session as one page, or as an archive that candid import reads.",
        parameters: [
            .session,
            .init(
                name: "form", place: .query, summary: "html, or zip, which is the usual one.",
                schema: .object([
                    "enum": .list(NativeAccess.SessionForm.allCases.map { .text($0.rawValue) })
                ])),
        ],
        answers: [
            .init(status: 200, summary: "The file", mediaType: "application/octet-stream"),
            .problem(404, "No such session"),
        ]
    ) { call in
        let (sessions, name) = (try await call.sessions(), try call.sessionName())
        guard let form = NativeAccess.SessionForm(rawValue: call.query["form"] ?? "zip") else {
            throw BodyFields.problem("form", "is html or zip.")
        }
        guard let file = try await usable({ try await sessions.export(name, form) }) else {
            throw call.unknownSession
        }
        return WireStream(
            status: 200,
            headers: [
                "content-type": form == .html ? "text/html; charset=utf-8" : "application/zip",
                "content-length": "\(file.length)", "cache-control": "no-store",
                "content-disposition": "attachment; filename=\"session.\(form.rawValue)\"",
                // The page holds words and pictures of others; it runs nothing here.
                "content-security-policy":
                    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                "x-content-type-options": "nosniff",
            ], body: file.chunks)
    }
}

extension NativeRoute.Parameter {
    fileprivate static let session = NativeRoute.Parameter(
        name: "session", place: .path, summary: "Its name, or the beginning of its digits.",
        schema: .object(["type": .text("string"), "minLength": .whole(1)]))
}

extension NativeRoute.Call {
    /// - Throws: ``GatewayProblem`` for a key without the scope `admin`.
    fileprivate func sessions() async throws -> NativeAccess.Sessions {
        guard viewer == nil else {
            throw await admitted.turnedAway(
                .scope,
                GatewayProblem(
                    403, "insufficient_permissions",
                    "Sessions belong to no key; only the scope admin opens them."))
        }
        guard let sessions = access.sessions else { throw unknownSession }
        return sessions
    }

    fileprivate func sessionName() throws -> String {
        guard let name = part("session").removingPercentEncoding else { throw unknownSession }
        return name
    }

    fileprivate var unknownSession: GatewayProblem {
        GatewayProblem(
            404, "not_found", "There is no such session; GET /api/v1/sessions lists what there is.")
    }
}
