import Candid

extension Setting {
    /// Every setting, in the order in which they are shown.
    static let all: [Setting] =
        pictures + places + money + network + services + judges + lint + lettering + sessions
        + serving + tracing

    /// The setting of a key; also for an engine of a person's own.
    static func named(_ key: String) -> Setting? {
        if let known = all.first(where: { $0.key == key }) { return known }
        let parts = key.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[0] == "engines" else { return nil }
        return service(parts[1], keyVariable: nil).first { $0.key == key }
    }

    /// Whether settings of this kind stand under a key.
    static func isGroup(_ key: String) -> Bool {
        all.contains { $0.key.hasPrefix(key + ".") }
            || key.hasPrefix("engines.") && key.split(separator: ".").count == 2
    }

    private static let pictures = [
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
            summary: "The file format: png, jpeg, webp, gif or svg.", path: \.format),
        Setting(
            key: "background", variable: "CANDID_BACKGROUND",
            summary: "The ground: transparent, opaque or auto.", path: \.background),
    ]

    private static let sessions = [
        Setting(
            key: "session.reset", variable: "CANDID_SESSION_RESET",
            summary: "What high drift brings: ask (advise a reset) or auto (do it).",
            path: \.session.reset)
    ]

    private static let serving = [
        Setting(
            key: "serve.keys", variable: "CANDID_SERVE_KEYS",
            summary: "Whether callers of the gateway need keys: required, optional or off.",
            isPersonal: true, path: \.serve.keys),
        Setting(
            key: "serve.names", variable: "CANDID_SERVE_NAMES",
            summary: "Names under which the gateway is reached, such as [candid.example].",
            isPersonal: true, form: .list, path: \.serve.names),
        Setting(
            key: "serve.origins", variable: "CANDID_SERVE_ORIGINS",
            summary: "Pages that may call the gateway, such as [https://studio.example].",
            isPersonal: true, form: .list, path: \.serve.origins),
        Setting(
            key: "serve.at_once", variable: "CANDID_SERVE_AT_ONCE",
            summary: "Orders that the gateway has under way at the same time; 4096 if not set.",
            isPersonal: true, path: \.serve.at_once),
        Setting(
            key: "serve.waiting", variable: "CANDID_SERVE_WAITING",
            summary: "Orders that may wait at the gateway for their turn; 256 if not set.",
            isPersonal: true, path: \.serve.waiting),
        Setting(
            key: "serve.trusted_proxies", variable: "CANDID_SERVE_TRUSTED_PROXIES",
            summary: "Proxies before the gateway whose word is taken, such as [10.0.0.0/8].",
            isPersonal: true, form: .list, path: \.serve.trusted_proxies),
        Setting(
            key: "serve.tls_cert", variable: "CANDID_SERVE_TLS_CERT",
            summary: "A PEM file with the gateway's certificate and those above it.",
            isPersonal: true, path: \.serve.tls_cert),
        Setting(
            key: "serve.tls_key", variable: "CANDID_SERVE_TLS_KEY",
            summary: "A PEM file with the certificate's private key.", isPersonal: true,
            path: \.serve.tls_key),
        Setting(
            key: "serve.log", variable: "CANDID_SERVE_LOG",
            summary: "Whether the gateway writes a line for every request: json or off.",
            isPersonal: true, path: \.serve.log),
        Setting(
            key: "serve.fetch", variable: "CANDID_SERVE_FETCH",
            summary:
                "From where pictures that orders only name are fetched for verdicts: public, and ranges "
                + "such as 10.1.0.0/16; nowhere if not set.", isPersonal: true, form: .list,
            path: \.serve.fetch),
        Setting(
            key: "serve.lock_file", variable: "CANDID_SERVE_LOCK_FILE",
            summary: "The file of locks that x-candid-lock names; candid.lock if not set.",
            isPersonal: true, path: \.serve.lock_file),
        Setting(
            key: "serve.cache", variable: "CANDID_SERVE_CACHE",
            summary:
                "Whether equal orders with a seed or a lock are answered from the ledger: off, own "
                + "or shared; off if not set.", isPersonal: true, path: \.serve.cache),
        Setting(
            key: "serve.cache_max_age", variable: "CANDID_SERVE_CACHE_MAX_AGE",
            summary:
                "How old what is answered from the ledger may be, such as 12h or 30d; any age if not set.",
            isPersonal: true, path: \.serve.cache_max_age),
    ]

    private static let tracing = [
        Setting(
            key: "tracing.endpoint", variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
            summary: "Where the gateway's spans are sent by OTLP, such as http://127.0.0.1:4318.",
            isPersonal: true, path: \.tracing.endpoint),
        Setting(
            key: "tracing.headers", variable: "OTEL_EXPORTER_OTLP_HEADERS",
            summary: "Fields of every request there, such as api-key=secret, with commas between.",
            isSecret: true, isPersonal: true, path: \.tracing.headers),
        Setting(
            key: "tracing.service", variable: "OTEL_SERVICE_NAME",
            summary: "The gateway's name in traces; candid if not set.", isPersonal: true,
            path: \.tracing.service),
        Setting(
            key: "tracing.prompts", variable: "CANDID_TRACING_PROMPTS",
            summary: "Whether spans hold the words of prompts: true or false.", isPersonal: true,
            path: \.tracing.prompts),
    ]

    private static let places = [
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
            key: "catalogue", variable: "CANDID_CATALOGUE",
            summary: "A file of engines and models of your own, over ours.", isPersonal: true,
            path: \.catalogue),
        Setting(
            key: "fallbacks", variable: "CANDID_FALLBACKS",
            summary: "Where to turn when an engine makes nothing, such as [openai/gpt-image-2].",
            form: .list, path: \.fallbacks),
    ]

    private static let money = [
        Setting(
            key: "prices", variable: "CANDID_PRICES",
            summary: "A file of prices of your own, over ours.", isPersonal: true, path: \.prices),
        Setting(
            key: "project", variable: "CANDID_PROJECT",
            summary: "The name under which spending is added up.", path: \.project),
        Setting(
            key: "budget.run", variable: "CANDID_BUDGET_RUN",
            summary: "The most that one command may cost, questions included, in US dollars.",
            isPersonal: true, path: \.budget.run),
        Setting(
            key: "budget.day", variable: "CANDID_BUDGET_DAY",
            summary: "The most that a day (UTC) may cost, in US dollars.", isPersonal: true,
            path: \.budget.day),
        Setting(
            key: "budget.project", variable: "CANDID_BUDGET_PROJECT",
            summary: "The most that the project may cost, in US dollars.", isPersonal: true,
            path: \.budget.project),
        Setting(
            key: "budget.accept_unpriced", variable: "CANDID_BUDGET_ACCEPT_UNPRICED",
            summary: "Whether a run that nobody can price may go under a budget: true or false.",
            isPersonal: true, path: \.budget.accept_unpriced),
    ]

    private static let network = [
        Setting(
            key: "network.proxy", variable: "HTTPS_PROXY",
            summary: "The proxy, such as http://proxy:3128.", isPersonal: true,
            path: \.network.proxy),
        Setting(
            key: "network.no_proxy", variable: "NO_PROXY",
            summary: "Hosts that are reached without the proxy, with commas between.",
            isPersonal: true, form: .list, path: \.network.no_proxy),
        Setting(
            key: "network.ca_file", variable: "SSL_CERT_FILE",
            summary: "A PEM file of certificate authorities to trust beside the system's.",
            isPersonal: true, path: \.network.ca_file),
        Setting(
            key: "network.timeout", variable: "CANDID_TIMEOUT",
            summary: "The longest that one call may take, in seconds; 600 if not set.",
            path: \.network.timeout),
        Setting(
            key: "network.silence", variable: "CANDID_SILENCE",
            summary: "The longest that a provider may say nothing, in seconds; 300 if not set.",
            path: \.network.silence),
    ]

    private static let lint = [
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

    private static let lettering = [
        Setting(
            key: "lettering.languages", variable: "CANDID_LETTERING_LANGUAGES",
            summary:
                "The languages in which lettering is read, by tesseract's names; [eng, kor] if "
                + "not set.", form: .list, path: \.lettering.languages),
        Setting(
            key: "lettering.data", variable: "TESSDATA_PREFIX",
            summary: "The folder with tesseract's data, if it is not where systems put it.",
            isPersonal: true, path: \.lettering.data),
    ]

    /// One group for each engine of the catalogue that is not in this process.
    private static let services: [Setting] = {
        let engines = (try? Catalogue.included().engines) ?? []
        return engines.filter { !$0.isEmbedded }.flatMap {
            service($0.id, keyVariable: $0.keyVariable, dialect: $0.dialect)
        }
    }()

    private static func service(
        _ id: String, keyVariable: String?, dialect: Engine.Dialect? = nil
    ) -> [Setting] {
        let prefix = "CANDID_" + id.uppercased().replacing("-", with: "_").replacing(".", with: "_")
        // OpenAI's own tools read these, so whoever has them set means them.
        let isOpenAI = keyVariable == "OPENAI_API_KEY"
        func row(
            _ name: String, _ variable: String, _ summary: String, isSecret: Bool = false,
            _ path: any WritableKeyPath<Configuration, String?> & Sendable
        ) -> Setting {
            Setting(
                key: "engines.\(id).\(name)", variable: variable, summary: summary,
                isSecret: isSecret, isPersonal: true,
                path: path)
        }
        var rows = [
            row(
                "key", keyVariable ?? prefix + "_KEY", "The key for the engine \(id).",
                isSecret: true, \.[service: id].key),
            row(
                "base_url", isOpenAI ? "OPENAI_BASE_URL" : prefix + "_BASE_URL",
                "The address of the engine \(id)"
                    + (isOpenAI ? ", up to and including /v1." : "."), \.[service: id].base_url),
        ]
        if isOpenAI || dialect == nil {
            rows.append(
                row(
                    "organization", isOpenAI ? "OPENAI_ORG_ID" : prefix + "_ORGANIZATION",
                    "The organization that is charged.", \.[service: id].organization))
            rows.append(
                row(
                    "project", isOpenAI ? "OPENAI_PROJECT_ID" : prefix + "_PROJECT",
                    "The project that is charged.", \.[service: id].project))
        }
        if dialect == .comfyUI || dialect == nil {
            rows.append(
                row(
                    "graph", prefix + "_GRAPH",
                    "The graph in ComfyUI's API format, with slots such as {{prompt}}.",
                    \.[service: id].graph))
        }
        return rows
    }
}
