import Candid
import CandidIO
import CandidServer
import Foundation
import NIOCore

extension Settings {
    /// What the gateway tells of sessions.
    func nativeSessions(
        _ ledger: SQLiteLedger, _ linting: LintConfiguration
    ) -> NativeAccess.Sessions {
        let store = pictureStore
        return NativeAccess.Sessions(
            order: { try await ledger.sessionOrder(behind: $0) },
            rename: { try await ledger.rename($0, to: $1) },
            find: { try await Self.known($0, ledger) },
            list: { Console.json(SessionListDocument($0)) },
            show: { Console.json(SessionDocument($0)) },
            export: { session, form in
                switch form {
                case .html:
                    let page = try await SessionPage(session, ledger, store)
                    let bytes = ByteBuffer(string: page.text)
                    return NativeAccess.SessionFile(
                        length: bytes.readableBytes,
                        AsyncThrowingStream { stream in
                            stream.yield(bytes)
                            stream.finish()
                        })
                case .zip: return try await Self.archived(session, ledger, store)
                }
            },
            preview: { turn in
                var order: OrderPreview?
                if let draft = turn.draft {
                    order = try await OrderPreview(draft, turn.pipeline, self, linting)
                }
                return Console.json(try TurnPreviewDocument(turn, order))
            },
            started: { Console.json(StartedTurnDocument($0)) },
            stepped: { Console.json(SessionStepDocument($0, $1)) },
            ask: { asked in
                var judge: SpeakerRoute = try usable { try self.judge(ledger) }
                if let payer = asked.payer {
                    judge.purse.charge(payer.caller, within: payer.budget)
                }
                let answer = try await asked.session.ask(asked.words, judge, store)
                return Console.json(
                    SessionAnswerDocument(await asked.session.session, answer))
            })
    }

    private static func known(_ name: String, _ ledger: SQLiteLedger) async throws -> Session? {
        do { return try await ledger.session(named: name) } catch let refusal as Refusal {
            throw NativeAccess.Unusable(refusal.description)
        }
    }

    /// The archive, in a file without a name: it is gone when nobody reads it any more.
    private static func archived(
        _ session: Session, _ ledger: SQLiteLedger, _ store: FilePictureStore
    ) async throws -> NativeAccess.SessionFile {
        let archive = try await ledger.archive(of: session, store)
        let place = FileManager.default.temporaryDirectory.appending(
            path: "candid-\(UInt64.random(in: .min ... .max)).zip")
        try archive.write(to: place)
        let file = try FileHandle(forReadingFrom: place)
        try FileManager.default.removeItem(at: place)
        let length = try file.seekToEnd()
        try file.seek(toOffset: 0)
        return NativeAccess.SessionFile(
            length: Int(length),
            AsyncThrowingStream {
                let data = try file.read(upToCount: 256 << 10) ?? Data()
                return data.isEmpty ? nil : ByteBuffer(bytes: data)
            })
    }
}
