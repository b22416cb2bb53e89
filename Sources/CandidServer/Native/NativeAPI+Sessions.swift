import Candid
import Foundation

/// Sessions, as they are read.
extension NativeAPI {
    static let sessions = NativeRoute(
        method: "GET", path: ["sessions"], name: "listSessions",
        summary: "The caller's sessions, the last worked on first.",
        parameters: [
            RunSearch.place(
                "before",
                "The last one's name (“session”), for the next page; or a time before which it was last "
                    + "worked on."), RunSearch.limit,
        ],
        answers: [.document("session-list", "Sessions"), .problem(400, "No such page")]
    ) { call in
        let sessions = try call.sessions()
        let limit = try RunSearch.limit(in: call.query) ?? 50
        var own: [Session] = []
        for run in try await sessions.order(try RunSearch.sessionPlace(in: call.query)) {
            guard own.count < limit else { break }
            guard let session = try Session(try await call.access.entries(run)),
                try await call.admitted.owns(session, call.access.entries)
            else { continue }
            own.append(session)
        }
        return json(try sessions.list(own))
    }

    static let session = NativeRoute(
        method: "GET", path: ["sessions", "{session}"], name: "showSession",
        summary: "How a session stands: brief, edits, card, turns, drift.",
        parameters: [.session],
        answers: [.document("session", "The session"), .problem(404, "No such session")]
    ) { call in
        json(try call.sessions().show(try await call.session()))
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
            .init(
                status: 200, summary: "The file", mediaType: "application/zip",
                otherType: "text/html"),
            .problem(404, "No such session"),
        ]
    ) { call in
        guard let form = NativeAccess.SessionForm(rawValue: call.query["form"] ?? "zip") else {
            throw BodyFields.problem("form", "is html or zip.")
        }
        let file = try await call.sessions().export(try await call.session(), form)
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
    static let session = NativeRoute.Parameter(
        name: "session", place: .path, summary: "Its name, or the beginning of its digits.",
        schema: .object(["type": .text("string"), "minLength": .whole(1)]))
}

extension NativeRoute.Call {
    func sessions() throws -> NativeAccess.Sessions {
        guard let sessions = access.sessions else { throw unknownSession }
        return sessions
    }

    func sessionName() throws -> String {
        guard let name = part("session").removingPercentEncoding else { throw unknownSession }
        return name
    }

    /// The session of a name; nil where there is none.
    ///
    /// - Throws: ``GatewayProblem`` for digits that fit several.
    func known(_ name: String) async throws -> Session? {
        let sessions = try sessions()
        return try await NativeAPI.usable {
            let found = try await sessions.find(name)
            guard let found, found.openTurn != nil else { return found }
            try await desk.settle(found.name, access.entries)
            return try await sessions.find(name)
        }
    }

    /// The session that the path names; what is another caller's is not there.
    func session() async throws -> Session {
        guard let session = try await known(try sessionName()),
            try await admitted.owns(session, access.entries)
        else { throw unknownSession }
        return session
    }

    /// One that would begin.
    func fresh(_ name: String) throws -> Session {
        do throws(Refusal) {
            return try Session.fresh(name, at: Timestamp(admitted.time))
        } catch {
            throw GatewayProblem(400, "invalid_value", error.description, field: "session")
        }
    }

    var unknownSession: GatewayProblem {
        GatewayProblem(
            404, "not_found", "There is no such session; GET /api/v1/sessions lists what there is.")
    }
}
