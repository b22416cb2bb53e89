internal import CDeflate

/// Reads a zip archive that nobody vouches for.
///
/// The whole directory is held against the limits, and against itself, before anything is unpacked;
/// a file is unpacked into exactly the room that the directory grants it.
struct ZipReader: Sendable {
    /// What an archive may hold.
    struct Limits: Sendable {
        /// How many files.
        var files = 20_000
        /// The largest file, in bytes.
        var fileBytes = 256 << 20
        /// All files together, in bytes.
        var bytes = 3 << 30
        /// The directory, in bytes.
        var directoryBytes = 8 << 20
        /// The longest name, in bytes.
        var nameBytes = 200
    }

    /// A file inside.
    struct File: Sendable {
        let name: String
        /// Its size once unpacked.
        let size: Int
        fileprivate let packed: Int
        fileprivate let isDeflated: Bool
        fileprivate let checksum: UInt32
        fileprivate let offset: Int
    }

    /// The files, in the directory's order; folders are left out.
    private(set) var files: [File] = []
    private let length: Int
    private let read: @Sendable (Int, Int) throws -> [UInt8]
    private let limits: Limits
    private var places: [String: Int] = [:]
    private var starts: [Int] = []

    /// Reads the directory.
    ///
    /// - Parameters:
    ///   - length: The archive's length in bytes.
    ///   - limits: What it may hold.
    ///   - read: Gives bytes from a place on, or fewer where there are fewer.
    /// - Throws: ``ArchiveProblem``; whatever `read` throws.
    init(
        length: Int, limits: Limits = Limits(),
        read: @escaping @Sendable (Int, Int) throws -> [UInt8]
    ) throws {
        (self.length, self.limits, self.read) = (length, limits, read)
        let end = try endOfDirectory()
        try readDirectory(end)
        try checkPlaces(before: end.start)
    }

    private struct Directory {
        let count: Int
        let start: Int
        let bytes: [UInt8]
    }

    /// The last record says where the directory lies; nothing may stand between or behind them.
    private func endOfDirectory() throws -> Directory {
        guard length >= ZipFormat.endLength else { throw ArchiveProblem.noArchive }
        let tailLength = min(length, ZipFormat.endLength + Int(UInt16.max))
        let tail = try bytes(length - tailLength, tailLength)
        let numbers = LittleEndian(tail)
        let place = stride(from: tailLength - ZipFormat.endLength, through: 0, by: -1).first {
            numbers.long($0) == ZipFormat.end
                && $0 + ZipFormat.endLength + Int(numbers.short($0 + 20)) == tailLength
        }
        guard let place else { throw ArchiveProblem.noArchive }
        let count = Int(numbers.short(place + 10))
        let (size, start) = (Int(numbers.long(place + 12)), Int(numbers.long(place + 16)))
        guard count != Int(UInt16.max), size != Int(UInt32.max), start != Int(UInt32.max) else {
            throw ArchiveProblem.unsupported("the archive is in the zip64 form")
        }
        guard numbers.long(place + 4) == 0, numbers.short(place + 8) == numbers.short(place + 10)
        else { throw ArchiveProblem.unsupported("the archive is split into parts") }
        guard count <= limits.files, size <= limits.directoryBytes else {
            throw ArchiveProblem.oversized("the archive lists \(count) files")
        }
        guard start + size == length - tailLength + place else {
            throw ArchiveProblem.damaged("its directory is not where it says")
        }
        return Directory(count: count, start: start, bytes: try bytes(start, size))
    }

    private mutating func readDirectory(_ directory: Directory) throws {
        let numbers = LittleEndian(directory.bytes)
        var (place, total) = (0, 0)
        for _ in 0..<directory.count {
            guard directory.bytes.count - place >= ZipFormat.centralLength,
                numbers.long(place) == ZipFormat.centralHeader
            else { throw ArchiveProblem.damaged("its directory ends too early") }
            let nameLength = Int(numbers.short(place + 28))
            let rest = Int(numbers.short(place + 30)) + Int(numbers.short(place + 32))
            let nameStart = place + ZipFormat.centralLength
            guard directory.bytes.count - nameStart >= nameLength + rest else {
                throw ArchiveProblem.damaged("its directory ends too early")
            }
            let name = try name(directory.bytes[nameStart..<nameStart + nameLength])
            let file = try file(name, numbers, place)
            total += file.size
            guard total <= limits.bytes else {
                throw ArchiveProblem.oversized(
                    "the archive claims to hold more than \(limits.bytes >> 20) MB")
            }
            try add(file)
            place = nameStart + nameLength + rest
        }
        guard place == directory.bytes.count else {
            throw ArchiveProblem.damaged("its directory holds more than it counts")
        }
    }

    private func name(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard bytes.count <= limits.nameBytes, !bytes.isEmpty,
            let name = String(validating: bytes, as: UTF8.self)
        else {
            throw ArchiveProblem.strange(name: String(decoding: bytes.prefix(60), as: UTF8.self))
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\\" && $0 != ":" }
        guard isPlain, !name.hasPrefix("/"), !parts.contains(".."), !parts.contains(".") else {
            throw ArchiveProblem.strange(name: name)
        }
        return name
    }

    private func file(_ name: String, _ numbers: LittleEndian, _ place: Int) throws -> File {
        let (flags, method) = (numbers.short(place + 8), numbers.short(place + 10))
        guard flags & 1 == 0 else {
            throw ArchiveProblem.unsupported("“\(name)” is encrypted")
        }
        guard method == 0 || method == 8 else {
            throw ArchiveProblem.unsupported("“\(name)” is packed by method \(method)")
        }
        // The mode of a Unix file: a link could lead anywhere.
        guard numbers.long(place + 38) >> 28 != 0xA else {
            throw ArchiveProblem.strange(name: name)
        }
        let (packed, size) = (Int(numbers.long(place + 20)), Int(numbers.long(place + 24)))
        guard method == 8 || packed == size else {
            throw ArchiveProblem.damaged("“\(name)” has two sizes")
        }
        guard size <= limits.fileBytes, packed <= limits.fileBytes else {
            throw ArchiveProblem.oversized(
                "“\(name)” claims \(size >> 20) MB, and \(limits.fileBytes >> 20) MB are taken")
        }
        // Deflate says at most 258 bytes in two bits.
        guard size <= packed * 1032 + 258 else {
            throw ArchiveProblem.damaged("“\(name)” claims more than can be packed into it")
        }
        return File(
            name: name, size: size, packed: packed, isDeflated: method == 8,
            checksum: numbers.long(place + 16), offset: Int(numbers.long(place + 42)))
    }

    private mutating func add(_ file: File) throws {
        if file.name.hasSuffix("/"), file.size == 0 { return starts.append(file.offset) }
        guard places.updateValue(files.count, forKey: file.name) == nil else {
            throw ArchiveProblem.damaged("it holds “\(file.name)” twice")
        }
        files.append(file)
        starts.append(file.offset)
    }

    /// Files that lie in one another are how a small archive unpacks to a huge one.
    private func checkPlaces(before end: Int) throws {
        let sorted = files.sorted { $0.offset < $1.offset }
        for (index, file) in sorted.enumerated() {
            let next = index + 1 < sorted.count ? sorted[index + 1].offset : end
            guard file.offset + ZipFormat.localLength + file.packed <= next else {
                throw ArchiveProblem.damaged("“\(file.name)” runs into what follows it")
            }
        }
    }

    /// A file by its name.
    func file(named name: String) -> File? { places[name].map { files[$0] } }

    /// The bytes of a file, checked against its size and checksum.
    ///
    /// - Throws: ``ArchiveProblem``; whatever the source throws.
    func bytes(of file: File) throws -> [UInt8] {
        let head = try bytes(file.offset, ZipFormat.localLength)
        let numbers = LittleEndian(head)
        guard numbers.long(0) == ZipFormat.localHeader,
            numbers.short(8) == (file.isDeflated ? 8 : 0)
        else { throw ArchiveProblem.damaged("“\(file.name)” is not where the directory says") }
        let nameLength = Int(numbers.short(26))
        let name = try bytes(file.offset + ZipFormat.localLength, nameLength)
        guard name.elementsEqual(file.name.utf8) else {
            throw ArchiveProblem.damaged("“\(file.name)” has another name in its own place")
        }
        let start = file.offset + ZipFormat.localLength + nameLength + Int(numbers.short(28))
        let packed = try bytes(start, file.packed)
        let whole = file.isDeflated ? try unpacked(packed, file) : packed
        guard ZipFormat.checksum(of: whole) == file.checksum else {
            throw ArchiveProblem.damaged("“\(file.name)” differs from its checksum")
        }
        return whole
    }

    private func unpacked(_ packed: [UInt8], _ file: File) throws -> [UInt8] {
        guard let decompressor = libdeflate_alloc_decompressor() else {
            throw ArchiveProblem.oversized("there is no memory left to unpack “\(file.name)”")
        }
        defer { libdeflate_free_decompressor(decompressor) }
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: file.size) { room, filled in
            packed.withUnsafeBytes { source in
                var count = 0
                let result = libdeflate_deflate_decompress(
                    decompressor, source.baseAddress, source.count, room.baseAddress, file.size,
                    &count)
                isWhole = result == LIBDEFLATE_SUCCESS && count == file.size
                filled = isWhole ? count : 0
            }
        }
        guard isWhole else {
            throw ArchiveProblem.damaged("“\(file.name)” does not unpack to the size it claims")
        }
        return bytes
    }

    private func bytes(_ start: Int, _ count: Int) throws -> [UInt8] {
        guard start >= 0, count >= 0, start <= length, count <= length - start else {
            throw ArchiveProblem.damaged("it ends too early")
        }
        let bytes = try read(start, count)
        guard bytes.count == count else { throw ArchiveProblem.damaged("it ends too early") }
        return bytes
    }
}
