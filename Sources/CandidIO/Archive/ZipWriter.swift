/// Writes a zip archive whose files are stored as they are.
///
/// Pictures hardly shrink, and stored files make the archive the same bytes whatever compresses.
struct ZipWriter {
    private let put: ([UInt8]) throws -> Void
    private var offset = 0
    private var directory: [UInt8] = []
    private var count = 0

    /// Starts an archive.
    ///
    /// - Parameter put: Takes the bytes in order.
    init(to put: @escaping ([UInt8]) throws -> Void) {
        self.put = put
    }

    /// Adds a file.
    ///
    /// - Throws: ``ArchiveProblem`` where the archive would be larger than its format can say.
    mutating func add(_ name: String, _ bytes: [UInt8]) throws {
        guard count < Int(UInt16.max) - 1,
            offset + bytes.count + directory.count + 4096 < Int(UInt32.max)
        else {
            throw ArchiveProblem.oversized("the session is larger than a zip archive of 4 GB takes")
        }
        let facts = facts(of: bytes, name)
        var head: [UInt8] = []
        head.append(little: ZipFormat.localHeader)
        head += facts
        head += name.utf8
        directory.append(little: ZipFormat.centralHeader)
        directory.append(little: UInt16(20))
        directory += facts
        // No comment, the first disk, no attributes.
        for _ in 0..<3 { directory.append(little: UInt16(0)) }
        directory.append(little: UInt32(0))
        directory.append(little: UInt32(offset))
        directory += name.utf8
        try put(head)
        try put(bytes)
        offset += head.count + bytes.count
        count += 1
    }

    /// What both headers of a file say of it, from the version needed to the extra field's length.
    private func facts(of bytes: [UInt8], _ name: String) -> [UInt8] {
        var facts: [UInt8] = []
        for value in [20, ZipFormat.utf8, 0, 0, ZipFormat.firstDay] { facts.append(little: value) }
        facts.append(little: ZipFormat.checksum(of: bytes))
        facts.append(little: UInt32(bytes.count))
        facts.append(little: UInt32(bytes.count))
        facts.append(little: UInt16(name.utf8.count))
        facts.append(little: UInt16(0))
        return facts
    }

    /// Ends the archive with its directory.
    func finish() throws {
        var end: [UInt8] = []
        end.append(little: ZipFormat.end)
        end.append(little: UInt32(0))
        end.append(little: UInt16(count))
        end.append(little: UInt16(count))
        end.append(little: UInt32(directory.count))
        end.append(little: UInt32(offset))
        end.append(little: UInt16(0))
        try put(directory + end)
    }
}
