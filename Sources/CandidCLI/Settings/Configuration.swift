/// Everything that can be configured, as it stands in a file; nil is not set.
struct Configuration: Hashable, Sendable, Codable {
    /// How to reach one engine.
    struct Service: Hashable, Sendable, Codable {
        var key: String?
        var base_url: String?
        var organization: String?
        var project: String?
    }

    struct Engines: Hashable, Sendable, Codable {
        var openai = Service()
    }

    /// What is changed about linting.
    struct Lint: Hashable, Sendable, Codable {
        var off: String?
        var severities: String?
        var fail_on: String?
    }

    var engine: String?
    var model: String?
    var size: String?
    var quality: String?
    var style: String?
    var format: String?
    var background: String?
    var output: String?
    var ledger: String?
    var embed: String?
    var engines = Engines()
    var lint = Lint()
}

/// One thing that can be configured: its key in a file, and its environment variable.
struct Setting: Sendable {
    /// How a value is written in a file.
    enum Form {
        case one, list, pairs

        var words: String {
            switch self {
            case .one: "one value"
            case .list: "a list such as [negation, length]"
            case .pairs: "a group such as {length: error}"
            }
        }
    }

    /// The key, such as `engines.openai.base_url`.
    let key: String
    /// The environment variable.
    let variable: String
    /// What it does, in one sentence.
    let summary: String
    /// Whether its value is never shown.
    var isSecret = false
    /// Whether a project's file may not set it: a file that came with somebody's checkout must not
    /// be able to send your key elsewhere.
    var isPersonal = false
    var form = Form.one
    let path: any WritableKeyPath<Configuration, String?> & Sendable

    /// Whether it belongs to the picture, and so to an order.
    var isPicture: Bool {
        ["engine", "model", "size", "quality", "style", "format", "background"].contains(key)
    }

    /// Every setting, in the order in which they are shown.
    static let all: [Setting] = [
        Setting(
            key: "engine", variable: "CANDID_ENGINE",
            summary: "The engine that draws.", path: \.engine),
        Setting(
            key: "model", variable: "CANDID_MODEL",
            summary: "The engine's model.", path: \.model),
        Setting(
            key: "size", variable: "CANDID_SIZE",
            summary: "Width and height in pixels, such as 1024x1024.", path: \.size),
        Setting(
            key: "quality", variable: "CANDID_QUALITY",
            summary: "The engine's word for how much work to put in.", path: \.quality),
        Setting(
            key: "style", variable: "CANDID_STYLE",
            summary: "The engine's word for a style.", path: \.style),
        Setting(
            key: "format", variable: "CANDID_FORMAT",
            summary: "The file format: png, jpeg, webp or svg.", path: \.format),
        Setting(
            key: "background", variable: "CANDID_BACKGROUND",
            summary: "The ground: transparent, opaque or auto.", path: \.background),
        Setting(
            key: "output", variable: "CANDID_OUTPUT",
            summary: "The folder for pictures.", path: \.output),
        Setting(
            key: "ledger", variable: "CANDID_LEDGER",
            summary: "The folder of the ledger.", path: \.ledger),
        Setting(
            key: "embed", variable: "CANDID_EMBED",
            summary: "Whether to write the record into exported files: true or false.",
            path: \.embed),
        Setting(
            key: "engines.openai.key", variable: "OPENAI_API_KEY",
            summary: "The key for OpenAI, or for a service that speaks its dialect.",
            isSecret: true, isPersonal: true, path: \.engines.openai.key),
        Setting(
            key: "engines.openai.base_url", variable: "OPENAI_BASE_URL",
            summary: "The address up to and including /v1.", isPersonal: true,
            path: \.engines.openai.base_url),
        Setting(
            key: "engines.openai.organization", variable: "OPENAI_ORG_ID",
            summary: "The organization that is charged.", isPersonal: true,
            path: \.engines.openai.organization),
        Setting(
            key: "engines.openai.project", variable: "OPENAI_PROJECT_ID",
            summary: "The project that is charged.", isPersonal: true,
            path: \.engines.openai.project),
        Setting(
            key: "lint.off", variable: "CANDID_LINT_OFF",
            summary: "Rules that are switched off.", form: .list, path: \.lint.off),
        Setting(
            key: "lint.severities", variable: "CANDID_LINT_SEVERITIES",
            summary: "Severities that differ from the rules' own, such as length=error.",
            form: .pairs, path: \.lint.severities),
        Setting(
            key: "lint.fail_on", variable: "CANDID_LINT_FAIL_ON",
            summary: "The severity from which on candid lint answers no: note, warning or error.",
            path: \.lint.fail_on),
    ]
}
