public import Candid
import NIOCore

/// Providers to try clients against, drawn by the embedded engine.
///
/// It answers in the shapes of OpenAI's Images API, misbehaves to order, keeps every request it received
/// to the byte, and knows what it charged. Nothing it answers comes from a model: its pictures are
/// `sketch`'s.
public struct Simulator: Sendable {
    /// What the simulator does without being told in a request.
    public struct Options: Sendable {
        /// The faults that strike until they are changed.
        public var faults: [Fault] = []
        /// Decides where faults with a rate strike.
        public var seed: UInt64 = 1
        /// Retired models that answer as they did.
        public var profiles: Set<RetiredProfile> = []
        /// How requests are paced; a test's pace does not wait.
        public var pause: @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }

        /// Creates options without faults.
        public init() {}
    }

    private let room: Room
    private let options: Options

    /// Creates a simulator with an empty memory.
    public init(_ options: Options = Options()) {
        self.options = options
        room = Room(
            faults: options.faults, seed: options.seed,
            shop: ModelShop(profiles: options.profiles))
    }

    /// What answers, in process or behind a host.
    public var responder: Responder {
        Responder { request async throws(ProviderFailure) in
            try await Reception(room: room, options: options).answer(request)
        }
    }
}
