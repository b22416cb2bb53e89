/// Everything that can be configured, as it stands in a file; nil is not set.
struct Configuration: Hashable, Sendable, Codable {
    /// How to reach one engine.
    struct Service: Hashable, Sendable, Codable {
        var key: String?
        var base_url: String?
        var organization: String?
        var project: String?
        var graph: String?
    }

    /// What a run may cost, in US dollars.
    struct Budgets: Hashable, Sendable, Codable {
        var run: String?
        var day: String?
        var project: String?
        var accept_unpriced: String?
    }

    /// The way to the outside.
    struct Network: Hashable, Sendable, Codable {
        var proxy: String?
        var no_proxy: String?
        var ca_file: String?
        var timeout: String?
        var silence: String?
    }

    /// How lettering in pictures is read.
    struct Reading: Hashable, Sendable, Codable {
        var languages: String?
        var data: String?
    }

    /// How sessions go on.
    struct Talks: Hashable, Sendable, Codable {
        var reset: String?
    }

    /// Who may use the gateway, and how much of it.
    struct Serving: Hashable, Sendable, Codable {
        var keys: String?
        var names: String?
        var origins: String?
        var at_once: String?
        var waiting: String?
        var trusted_proxies: String?
        var tls_cert: String?
        var tls_key: String?
        var log: String?
        var fetch: String?
        var lock_file: String?
        var cache: String?
        var cache_max_age: String?
    }

    /// Whom spans of the gateway's requests are sent to.
    struct Tracing: Hashable, Sendable, Codable {
        var endpoint: String?
        var headers: String?
        var service: String?
        var prompts: String?
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
    var catalogue: String?
    var prices: String?
    var fallbacks: String?
    var project: String?
    var budget = Budgets()
    var network = Network()
    var judge: String?
    var speaker: String?
    var engines: [String: Service] = [:]
    var speakers: [String: Service] = [:]
    var lint = Lint()
    var lettering = Reading()
    var session = Talks()
    var serve = Serving()
    var tracing = Tracing()

    /// How to reach a speaker or judge.
    subscript(speaker id: String) -> Service {
        get { speakers[id] ?? Service() }
        set { speakers[id] = newValue }
    }

    /// How to reach an engine.
    subscript(service id: String) -> Service {
        get { engines[id] ?? Service() }
        set { engines[id] = newValue }
    }
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
}

extension Configuration {
    /// The settings of engines that are a person's own.
    var ownSettings: [Setting] {
        let known = Set(Setting.all.map(\.key))
        return engines.keys.sorted().flatMap { id in
            ["key", "base_url", "organization", "project", "graph"].compactMap { name in
                let key = "engines.\(id).\(name)"
                return known.contains(key) ? nil : Setting.named(key)
            }
        }
    }
}
