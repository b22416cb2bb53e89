/// What is asked of a speaker or a judge.
///
/// It holds pictures by their digests; their bytes travel beside it as ``Materials``, so that a
/// question can be written down.
public struct Question: Hashable, Sendable, Codable {
    /// What the answer must look like.
    public enum Form: Hashable, Sendable {
        /// Words.
        case words
        /// JSON under a schema, which is also checked here.
        case json(AnswerSchema)
        /// For each statement, how likely it is to be true.
        case likelihoods([String])
    }

    /// What the speaker is told beside the messages; nil is nothing.
    public var system: String?
    /// What was said, oldest first; the last message is the person's.
    public var messages: [Message]
    /// What the answer must look like.
    public var form: Form
    /// The longest answer, in tokens, thoughts included.
    public var tokenLimit: Int

    /// Creates a question.
    public init(
        system: String? = nil, _ messages: [Message], form: Form = .words, tokenLimit: Int = 8192
    ) {
        self.system = system
        self.messages = messages
        self.form = form
        self.tokenLimit = tokenLimit
    }

    /// The pictures that it shows, in order.
    public var pictures: [InputPicture] { messages.flatMap(\.pictures) }
}

/// One message of a conversation.
public struct Message: Hashable, Sendable, Codable {
    /// Whose it is.
    public enum Role: String, Hashable, Sendable, Codable {
        /// Ours.
        case person
        /// The speaker's own, from before.
        case speaker
    }

    /// Whose it is.
    public var role: Role
    /// The pictures, which stand before the text.
    public var pictures: [InputPicture]
    /// The words.
    public var text: String

    /// Creates a message.
    public init(_ text: String, by role: Role = .person, pictures: [InputPicture] = []) {
        self.role = role
        self.pictures = pictures
        self.text = text
    }
}

extension Question.Form: Codable {
    private enum Key: String, CodingKey {
        case kind, schema, statements
    }

    /// Decodes the form from an object with its kind.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .kind) {
        case "words": self = .words
        case "json": self = .json(try container.decode(AnswerSchema.self, forKey: .schema))
        case "likelihoods":
            self = .likelihoods(try container.decode([String].self, forKey: .statements))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "the unknown form “\(other)”")
        }
    }

    /// Encodes the form as an object with its kind.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .words: try container.encode("words", forKey: .kind)
        case .json(let schema):
            try container.encode("json", forKey: .kind)
            try container.encode(schema, forKey: .schema)
        case .likelihoods(let statements):
            try container.encode("likelihoods", forKey: .kind)
            try container.encode(statements, forKey: .statements)
        }
    }
}
