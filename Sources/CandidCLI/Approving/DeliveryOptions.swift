import ArgumentParser
import Candid

/// What is done where a provider alters the words.
struct DeliveryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the provider tells of other words, buy again up to so often, each time with a "
                + "plainer wrapper that asks to leave them alone; then once on each --fallback that "
                + "rewrites nothing. 0 goes to those at once. Every attempt has its receipt.",
            valueName: "number"))
    var retryAltered: Int?

    @Option(
        name: .customLong("fallback"),
        help: ArgumentHelp(
            "Ask this route where the first makes nothing, and with --retry-altered where it still "
                + "alters the words; such as sketch or openai/gpt-image-2. May be given twice.",
            valueName: "route"))
    var fallbacks: [String] = []

    var flags: Configuration {
        var flags = Configuration()
        if !fallbacks.isEmpty { flags.fallbacks = fallbacks.joined(separator: ",") }
        return flags
    }

    func validate() throws {
        guard let retryAltered else { return }
        let most = Self.wrappers
        guard 0...most ~= retryAltered else {
            throw ValidationError(
                "--retry-altered takes 0 to \(most): so many wrappers are known.")
        }
    }

    private static var wrappers: Int {
        var (count, last) = (0, Directive?.none)
        while let next = Directive.stronger(than: last) { (count, last) = (count + 1, next) }
        return count
    }
}
