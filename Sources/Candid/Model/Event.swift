/// One thing that happened in a run.
///
/// The command's progress, the receipt, and whatever else is told of a run are folds over these.
public indirect enum Event: Hashable, Sendable {
    /// This is what we mean to do.
    case drafted(Draft)
    /// These bytes are about to leave. Written before they do, so that a crash shows.
    case sent(Sending)
    /// The service gave the job a name, by which it can be asked later.
    case accepted(Acceptance)
    /// The service made nothing yet; the request is sent again after a wait.
    case postponed(Postponement)
    /// The route made nothing; another one is asked.
    case rerouted(Rerouting)
    /// An unfinished picture came on the way.
    case partial(PartialPicture)
    /// A picture came back.
    case received(Picture)
    /// The engine told of its work.
    case reported(EngineReport)
    /// The price is known.
    case settled(Cost)
    /// Many orders are about to leave together; each has a run of its own.
    case batched(BatchNote)
    /// A question to a speaker or judge is about to leave.
    case questioned(Questioning)
    /// A speaker or judge said something.
    case answered(Saying)
    /// Claims about a picture were checked.
    case judged(Judgement)
    /// Somebody said what a picture shows.
    case described(PictureDescription)
    /// The run ended with its pictures.
    case finished
    /// The run ended without them.
    case failed(Failure)
    /// The person ended the run.
    case cancelled(Cancellation)
    /// What became of it was found out later.
    case resolved(Resolution)
    /// A route or a judge was measured; a run of its own.
    case calibrated(Calibration)
    /// Something happened in a session, which is a run of its own that never ends.
    case session(SessionNote)
    /// Something happened to a caller's key, which is a run of its own that never ends.
    case key(KeyNote)
    /// The gateway turned a request away; a run of its own.
    case turnedAway(TurnedAway)

    /// Whether nothing can follow in the same run but what ``mayFollowTheEnd``.
    public var isLast: Bool {
        switch self {
        case .finished, .failed, .cancelled: true
        default: false
        }
    }

    /// Whether it belongs to a session.
    public var isSession: Bool {
        if case .session = self { true } else { false }
    }

    /// Whether it happened to a caller's key.
    public var isKey: Bool {
        if case .key = self { true } else { false }
    }

    /// Whether its run has no receipt, and is about no picture: a session, a key, a request turned
    /// away, a calibration.
    public var beginsNoReceipt: Bool {
        switch self {
        case .session, .key, .turnedAway, .calibrated: true
        default: false
        }
    }

    /// Whether it may be found out after the run's end: what became of it, or what is true or
    /// said of its pictures.
    public var mayFollowTheEnd: Bool {
        switch self {
        case .resolved, .judged, .described: true
        default: false
        }
    }
}

extension Event {
    /// Whether it tells what is true of a picture.
    var isVerdict: Bool {
        if case .judged = self { true } else { false }
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
    /// The name that we gave the job, where the service lets us.
    public var job: String?

    /// Creates the record of a sending.
    public init(prompt: Prompt, url: String, body: Digest, bytes: Int, job: String? = nil) {
        self.prompt = prompt
        self.url = url
        self.body = body
        self.bytes = bytes
        self.job = job
    }
}

/// That a service took a job on.
public struct Acceptance: Hashable, Sendable, Codable {
    /// The service's own name for the job.
    public var job: String

    /// Creates the record.
    public init(job: String) {
        self.job = job
    }
}

/// That a request is sent again after a wait.
public struct Postponement: Hashable, Sendable, Codable {
    /// How often the request was sent, from 1.
    public var attempt: Int
    /// The wait.
    public var milliseconds: Int64
    /// What the service said.
    public var reason: String

    /// Creates the record.
    public init(attempt: Int, milliseconds: Int64, reason: String) {
        self.attempt = attempt
        self.milliseconds = milliseconds
        self.reason = reason
    }
}

/// That another route is asked for the same words.
public struct Rerouting: Hashable, Sendable, Codable {
    /// The order as it goes to the other route.
    public var order: Order
    /// Why the first one was left.
    public var reason: String
    /// What it may cost there; nil is unpriced.
    public var estimate: Cost?

    /// Creates the record.
    public init(order: Order, reason: String, estimate: Cost? = nil) {
        self.order = order
        self.reason = reason
        self.estimate = estimate
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
