import Foundation

/// Where a page is written: a file, or standard output.
struct PageFile {
    let path: String
    let overwrites: Bool

    init(_ path: String, overwrites: Bool) {
        self.path = Settings.expanded(path)
        self.overwrites = overwrites
    }

    /// Writes a page whole or not at all, and tells its name.
    func write(_ page: String) throws {
        guard path != "-" else { return Terminal.output.write(page) }
        guard overwrites || !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .badInput, "--html: \(path) is there already. Name another file, or add --force.")
        }
        do {
            try Data(page.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .badInput, "--html: \(path) can't be written: \(error.localizedDescription)")
        }
        Terminal.output.say(path)
    }
}
