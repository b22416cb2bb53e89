import Foundation

/// Where a page is written: a file, or standard output.
struct PageFile {
    let path: String
    let overwrites: Bool
    /// The flag that named the place.
    private let flag: String

    init(_ path: String, overwrites: Bool, flag: String = "--html") {
        self.path = Settings.expanded(path)
        self.overwrites = overwrites
        self.flag = flag
    }

    /// That nothing is there that must not be written over.
    func checkFree() throws {
        guard overwrites || !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .badInput, "\(flag): \(path) is there already. Name another file, or add --force.")
        }
    }

    /// Writes a page whole or not at all, and tells its name.
    func write(_ page: String) throws {
        guard path != "-" else { return Terminal.output.write(page) }
        try checkFree()
        try put(Array(page.utf8))
        Terminal.output.say(path)
    }

    /// Writes the bytes whole or not at all.
    func put(_ bytes: [UInt8]) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw failure(error)
        }
    }

    /// The failure that an error of the file system means.
    func failure(_ error: any Error) -> CommandFailure {
        CommandFailure(
            .badInput,
            "\(flag): \(path) can't be written: \((error as NSError).localizedDescription)")
    }
}
