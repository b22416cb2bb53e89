import Candid
import CandidServer
import Foundation

/// Has a gateway go by what the settings say now, and never by what an editor is about to write.
actor SettingsReload {
    private let setup: ServeSetup
    private let gateway: Gateway
    private let certificate: HostCertificate?
    private var inForce: Settings

    /// How often a file is looked at that can't be taken: many programs empty a file and then write it.
    private static let looks = 20
    private static let pause = Duration.milliseconds(100)

    init(
        _ setup: ServeSetup, _ gateway: Gateway, _ certificate: HostCertificate?,
        from start: Settings
    ) {
        (self.setup, self.gateway, self.certificate) = (setup, gateway, certificate)
        inForce = start
    }

    /// Takes the settings; where they can't be taken it goes on as before, and says why.
    func reload() async {
        do {
            let settings = try await settled()
            guard settings.ledgerFolder == inForce.ledgerFolder else {
                throw CommandFailure(
                    .badInput,
                    "the ledger is another one now (\(settings.ledgerFolder.path)); that needs a "
                        + "new start.")
            }
            let options = try await setup.options(settings)
            try certificate?.readAgain()
            gateway.take(options)
            inForce = settings
            Terminal.error.say(
                "settings were read again; routes: "
                    + options.routes.map(\.name).joined(separator: ", "))
        } catch {
            // At the end of the program nobody goes by them any more.
            guard !Task.isCancelled else { return }
            Terminal.error.say(
                "error: settings were not taken, the old ones stay: "
                    + CommandFailure(error).message)
        }
    }

    /// The settings, once they can be taken.
    ///
    /// - Throws: ``CommandFailure`` that names the file, where they still can't be after two seconds.
    private func settled() async throws -> Settings {
        for _ in 1..<Self.looks {
            do { return try readAgain() } catch is CommandFailure {
                try await Task.sleep(for: Self.pause)
            }
        }
        return try readAgain()
    }

    private func readAgain() throws -> Settings {
        let settings = try setup.settings()
        if let file = settings.emptied(since: inForce) { throw file.failure }
        return settings
    }
}

extension Settings {
    /// A file that held settings and holds none any more, or is gone; nil where there is none.
    fileprivate func emptied(since earlier: Settings) -> File? {
        for old in earlier.files where old.settings > 0 {
            let now = files.first { $0.path == old.path } ?? File(path: old.path)
            if now.settings == 0 { return now }
        }
        return nil
    }
}

extension Settings.File {
    fileprivate var failure: CommandFailure {
        CommandFailure(
            .badInput,
            "\(path) " + (isThere ? "holds no settings any more" : "is gone")
                + ", as if it was being written. If that is meant, start candid serve anew.")
    }
}
