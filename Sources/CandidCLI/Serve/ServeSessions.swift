import Candid
import CandidIO
import CandidServer
import Foundation
import NIOCore

extension Settings {
    /// What the gateway tells of sessions.
    func nativeSessions(_ ledger: SQLiteLedger) -> NativeAccess.Sessions {
        let store = pictureStore
        return NativeAccess.Sessions(
            list: { Console.json(SessionListDocument(try await ledger.sessions())) },
            show: { name in
                try await Self.known(name, ledger).map { Console.json(SessionDocument($0)) }
            },
            export: { name, form in
                guard let session = try await Self.known(name, ledger) else { return nil }
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
