public import Candid
public import NIOCore

extension NativeAccess {
    /// What is told of sessions, and what of a turn, before and after it is sent.
    public struct Sessions: Sendable {
        /// Their names in the ledger, the last worked on first, of those behind a place.
        public let order: @Sendable (SessionPlace?) async throws -> [RunID]
        /// Gives a session another name; it throws a `Refusal` where another has it.
        public let rename: @Sendable (OpenSession, String) async throws -> Void
        /// One, by its name or the beginning of its digits; nil where there is none.
        ///
        /// It throws ``Unusable`` where the digits fit several.
        public let find: @Sendable (String) async throws -> Session?
        /// Some of them: `docs/schemas/session-list.v1.json`.
        public let list: @Sendable ([Session]) throws -> String
        /// One: `docs/schemas/session.v1.json`.
        public let show: @Sendable (Session) throws -> String
        /// The file of one.
        public let export: @Sendable (Session, SessionForm) async throws -> SessionFile
        /// What a message would do: `docs/schemas/turn-preview.v1.json`.
        public let preview: @Sendable (PreviewedTurn) async throws -> String
        /// That a turn is under way: `docs/schemas/turn-started.v1.json`.
        public let started: @Sendable (StartedTurn) throws -> String
        /// How a session stands after a step, and what is to be said of that:
        /// `docs/schemas/session-step.v1.json`.
        public let stepped: @Sendable (Session, [String]) throws -> String
        /// Asks the judge about a session's picture: `docs/schemas/session-answer.v1.json`.
        ///
        /// It throws ``Unusable`` where nobody can be asked.
        public let ask: @Sendable (AskedQuestion) async throws -> String

        /// Creates what is told of sessions.
        public init(
            order: @escaping @Sendable (SessionPlace?) async throws -> [RunID],
            rename: @escaping @Sendable (OpenSession, String) async throws -> Void,
            find: @escaping @Sendable (String) async throws -> Session?,
            list: @escaping @Sendable ([Session]) throws -> String,
            show: @escaping @Sendable (Session) throws -> String,
            export: @escaping @Sendable (Session, SessionForm) async throws -> SessionFile,
            preview: @escaping @Sendable (PreviewedTurn) async throws -> String,
            started: @escaping @Sendable (StartedTurn) throws -> String,
            stepped: @escaping @Sendable (Session, [String]) throws -> String,
            ask: @escaping @Sendable (AskedQuestion) async throws -> String
        ) {
            (self.order, self.rename, self.find) = (order, rename, find)
            (self.list, self.show) = (list, show)
            (self.export, self.preview) = (export, preview)
            (self.started, self.stepped, self.ask) = (started, stepped, ask)
        }
    }

    /// A message that was read and not sent.
    public struct PreviewedTurn: Sendable {
        /// The session as it stands, perhaps one that would begin.
        public let session: Session
        /// What the message comes to.
        public let reading: SessionReading
        /// What would be sent; nil where nothing would.
        public let draft: Draft?
        /// The way it would go.
        public let pipeline: Pipeline
    }

    /// A turn that is under way.
    public struct StartedTurn: Sendable {
        /// The session that it is of.
        public let session: Session
        /// The turn, as it was sent.
        public let turn: SessionTurn
        /// What the message came to; nil where it came before and is not read again.
        public let reading: SessionReading?
    }

    /// A question about a session's picture.
    public struct AskedQuestion: Sendable {
        /// The session, which is held.
        public let session: OpenSession
        /// The question.
        public let words: String
        /// Who pays the judge; nil is nobody with a key.
        public let payer: Payer?
    }

    /// The files that a session can be exported as.
    public enum SessionForm: String, Sendable, CaseIterable {
        /// One page that needs nothing else.
        case html
        /// An archive that `candid import` reads.
        case zip
    }

    /// A session's file.
    public struct SessionFile: Sendable {
        /// Its length in bytes.
        public let length: Int
        /// Its bytes, as they are read.
        public let chunks: AsyncThrowingStream<ByteBuffer, any Error>

        /// Creates a file from what reads it.
        public init(length: Int, _ chunks: AsyncThrowingStream<ByteBuffer, any Error>) {
            (self.length, self.chunks) = (length, chunks)
        }
    }
}
