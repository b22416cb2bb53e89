/// One thing that happened in a run.
///
/// The command's progress, the receipt, and whatever else is told of a run are folds over these.
public enum Event: Hashable, Sendable {
    /// This is what we mean to do.
    case drafted(Draft)
    /// These bytes are about to leave. Written before they do, so that a crash shows.
    case sent(Sending)
    /// An unfinished picture came on the way.
    case partial(PartialPicture)
    /// A picture came back.
    case received(Picture)
    /// The engine told of its work.
    case reported(EngineReport)
    /// The price is known.
    case settled(Cost)
    /// The run ended with its pictures.
    case finished
    /// The run ended without them.
    case failed(Failure)
    /// The person ended the run.
    case cancelled(Cancellation)

    /// Whether nothing can follow in the same run.
    public var isLast: Bool {
        switch self {
        case .finished, .failed, .cancelled: true
        default: false
        }
    }
}

/// What left this machine.
public struct Sending: Hashable, Sendable, Codable {
    /// The prompt in the body.
    public var prompt: Prompt
    /// The address, without any key.
    public var url: String
    /// The SHA-256 of the exact body.
    public var body: Digest
    /// The length of the body in bytes.
    public var bytes: Int

    /// Creates the record of a sending.
    public init(prompt: Prompt, url: String, body: Digest, bytes: Int) {
        self.prompt = prompt
        self.url = url
        self.body = body
        self.bytes = bytes
    }
}

/// An unfinished picture.
public struct PartialPicture: Hashable, Sendable, Codable {
    /// Its place among the unfinished ones, from 0.
    public var index: Int
    /// The SHA-256 of its bytes in the picture store.
    public var digest: Digest
    /// Its format.
    public var format: PictureFormat

    /// Creates the record of an unfinished picture.
    public init(index: Int, digest: Digest, format: PictureFormat) {
        self.index = index
        self.digest = digest
        self.format = format
    }
}

/// How a run was ended by the person.
public struct Cancellation: Hashable, Sendable, Codable {
    /// Whether the provider may charge for the run all the same.
    public var perhapsCharged: Bool

    /// Creates the record of a cancellation.
    public init(perhapsCharged: Bool) {
        self.perhapsCharged = perhapsCharged
    }

    private enum CodingKeys: String, CodingKey {
        case perhapsCharged = "perhaps_charged"
    }
}
