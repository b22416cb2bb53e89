import Pixels
import Testing

@Suite struct FileGlanceTests {
    /// Files of every format, and of some length: noise does not pack.
    private static func file(_ format: ImageFormat, side: Int) throws -> [UInt8] {
        var numbers = Pictures.Numbers(state: 4)
        let rgba = (0..<(side * side * 4)).map { index in
            index % 4 == 3 ? 255 : UInt8.random(in: 0...255, using: &numbers)
        }
        let picture = Pixmap(width: side, height: side, rgba: rgba)
        return switch format {
        case .png: try picture.png()
        case .jpeg: try picture.jpeg(quality: 100)
        case .webp: try picture.webp()
        }
    }

    private static func glance(_ file: [UInt8], cut: Int) -> FileGlance {
        var glance = FileGlance()
        file.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                glance.see(UnsafeRawBufferPointer(rebasing: rest.prefix(cut)))
                rest = rest.dropFirst(cut)
            }
        }
        return glance
    }

    private static let cases: [(ImageFormat, Int)] = [
        (.png, 8), (.png, 200), (.jpeg, 8), (.jpeg, 250), (.webp, 8), (.webp, 250),
    ]

    @Test(arguments: cases.indices)
    func `a glance tells the same as a look, at whole files and at those that are cut`(
        index: Int
    ) throws {
        let (format, side) = Self.cases[index]
        let file = try Self.file(format, side: side)
        var unknown = 0
        let ends = [file.count / 2, file.count - 12, file.count - 1, file.count]
        for count in [1, 7, 12, 30, 33] + ends {
            let part = Array(file.prefix(count))
            for cut in [1, 977, 48 << 10] {
                let glance = Self.glance(part, cut: cut)
                #expect(glance.count == part.count)
                #expect(glance.head == Array(part.prefix(64 << 10)))
                unknown += glance.end == .unknown ? 1 : 0
                if glance.end != .unknown { #expect(glance.end == .known(FileEnd(of: part))) }
            }
        }
        #expect(Self.glance(file, cut: 4096).end == .known(.whole))
        #expect(Self.glance(file + [1, 2, 3], cut: 4096).end == .known(.whole), "appended bytes")
        #expect(unknown == 0 || format == .jpeg)
    }

    @Test func `a mutated file is told alike by a glance and a look`() throws {
        var numbers = Pictures.Numbers(state: 5)
        for format in [ImageFormat.png, .jpeg, .webp] {
            let file = try Self.file(format, side: 24)
            for _ in 0..<300 {
                var mutated = file
                for _ in 0...Int.random(in: 0...2, using: &numbers) {
                    let place = Int.random(in: 0..<file.count, using: &numbers)
                    mutated[place] = UInt8.random(in: 0...255, using: &numbers)
                }
                #expect(Self.glance(mutated, cut: 100).end == .known(FileEnd(of: mutated)))
            }
        }
    }

    @Test func `a JPEG whose scan begins late is left to a look`() throws {
        let file = try Self.file(.jpeg, side: 8)
        let segment: [UInt8] = [0xFF, 0xE2, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 65_533)
        let long = Array(file.prefix(2)) + segment + segment + Array(file.dropFirst(2))
        #expect(Self.glance(long, cut: 4096).end == .unknown)
        #expect(FileEnd(of: long) == .whole)
    }
}
