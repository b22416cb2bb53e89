import ArgumentParser
import Candid
import CandidIO
import Foundation
import Pixels
import Sketch

#if Lettering
import Lettering
#endif

/// `candid doctor`: whether everything is in place, and what to do where it is not.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check libraries, fonts, ledger and engines, and say what to do.",
        discussion: "Exit code 0 if everything needed is in place, 1 if something is to be done.")

    @OptionGroup(title: "Settings") var common: CommonOptions

    /// One thing that was looked at.
    private struct Finding: Encodable {
        let topic: String
        let ok: Bool
        /// Whether Candid works without it.
        let optional: Bool
        let detail: String
        @Nullable var remedy: String?
    }

    private struct Document: Encodable {
        let schema = "candid/doctor/1"
        let version: String
        let healthy: Bool
        let findings: [Finding]
    }

    func run() async throws {
        let settings = try common.settings()
        var findings = [libraries, try await embeddedEngine(), await ledger(settings)]
        findings += lettering(settings)
        findings += try retirements(settings)
        findings += try settings.catalogue().engines.filter { !$0.isEmbedded }.map {
            reach($0, settings)
        }
        let isHealthy = findings.allSatisfy { $0.ok || $0.optional }
        if common.json {
            Console.printJSON(
                Document(version: Version.text, healthy: isHealthy, findings: findings))
        } else {
            for finding in findings { tell(finding) }
        }
        guard isHealthy else { throw ExitStatus.answerIsNo.code }
    }

    private func tell(_ finding: Finding) {
        let output = Terminal.output
        let mark =
            finding.ok
            ? output.green("ok  ") : finding.optional ? output.dim("–   ") : output.red("to do")
        output.say("\(mark)  \(output.bold(finding.topic))  \(finding.detail)")
        if let remedy = finding.remedy { output.say("      \(remedy)") }
    }

    private var libraries: Finding {
        Finding(
            topic: "libraries", ok: true, optional: false,
            detail: "\(PixelsVersion.description); \(PixelsVersion.colours)", remedy: nil)
    }

    private func embeddedEngine() async throws -> Finding {
        let request = SketchRequest(prompt: "a pear", width: 64, height: 64)
        do {
            _ = try Illustrator().draw(request)
            return Finding(
                topic: "sketch", ok: true, optional: false, detail: Illustrator.version,
                remedy: nil)
        } catch {
            return Finding(
                topic: "sketch", ok: false, optional: false, detail: "\(error)",
                remedy: "apt-get install fonts-lato fonts-nanum fonts-dejavu-core librsvg2-2")
        }
    }

    private func ledger(_ settings: Settings) async -> Finding {
        let folder = settings.ledgerFolder.path
        guard FileManager.default.fileExists(atPath: folder) else {
            return Finding(
                topic: "ledger", ok: true, optional: false,
                detail: "\(folder) is not there yet; the first picture makes it", remedy: nil)
        }
        do {
            let audit = try await settings.openExistingLedger().audit(settings.pictureStore)
            let counts = "\(audit.receipts) receipts, \(audit.pictures) pictures"
            return Finding(
                topic: "ledger", ok: audit.damages.isEmpty, optional: false,
                detail: "\(settings.ledgerFolder.path), \(counts)",
                remedy: audit.damages.isEmpty
                    ? nil : "candid ledger verify names what is damaged.")
        } catch {
            return Finding(
                topic: "ledger", ok: false, optional: false, detail: "\(error)", remedy: nil)
        }
    }

    private func lettering(_ settings: Settings) -> [Finding] {
        #if Lettering
        do {
            let tesseract = try settings.tesseract()
            return [
                Finding(
                    topic: "lettering", ok: true, optional: true,
                    detail: tesseract.description, remedy: nil)
            ]
        } catch {
            return [
                Finding(
                    topic: "lettering", ok: false, optional: true,
                    detail: "lettering in pictures can't be read",
                    remedy: CommandFailure(error).message)
            ]
        }
        #else
        return []
        #endif
    }

    /// The models in force whose end is near, fallbacks included.
    private func retirements(_ settings: Settings) throws -> [Finding] {
        let engine = try settings.engine()
        let others = try settings.fallbackModels().map { (setting: "fallbacks", $0, $1) }
        let all = [("model", engine, settings.values.model ?? engine.defaultModel)] + others
        return all.compactMap { setting, engine, model in
            guard let retirement = settings.retirement(of: model, on: engine) else { return nil }
            return Finding(
                topic: setting, ok: false, optional: true, detail: retirement.words,
                remedy: "candid models \(engine.id) lists others; the setting is \(setting).")
        }
    }

    /// Nothing is sent: a doctor that spends money is no doctor.
    private func reach(_ engine: Engine, _ settings: Settings) -> Finding {
        let service = settings.values[service: engine.id]
        let address = service.base_url ?? engine.address ?? "no address"
        guard engine.needsKey else {
            return Finding(
                topic: engine.id, ok: true, optional: true, detail: "\(address) (not tried)",
                remedy: nil)
        }
        let hasKey = service.key != nil
        let variable = engine.keyVariable ?? "engines.\(engine.id).key"
        return Finding(
            topic: engine.id, ok: hasKey, optional: true,
            detail: hasKey ? "a key is set, for \(address) (not tried)" : "no key is set",
            remedy: hasKey ? nil : "Set \(variable) to use it. sketch works without.")
    }
}
