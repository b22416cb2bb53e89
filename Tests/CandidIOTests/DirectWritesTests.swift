#if os(Linux)
import Candid
import CandidTesting
import Foundation
import Testing

@testable import CandidIO

/// Pictures that go past the system's own memory to the disk.
@Suite(.serialized) struct DirectWritesTests {
    private static func content(_ count: Int, seed: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ seed) ^ ($0 >> 8)) }
    }

    /// In stretches whose length divides no block's.
    private static func put(_ bytes: [UInt8], on shelf: any PictureShelf) {
        for start in stride(from: 0, to: bytes.count, by: 48_001) {
            bytes[start..<min(bytes.count, start + 48_001)].withUnsafeBytes { shelf.append($0) }
        }
    }

    @Test(arguments: [
        1, 4095, 4096, 4097, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 1_500_001, 2 << 20,
    ])
    func `every length is there whole, read before it has a name and after`(
        count: Int
    ) async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let bytes = Self.content(count, seed: 1)
            let shelf = try #require(store.shelf() as? FilePictureShelf)
            Self.put(bytes, on: shelf)
            #expect(try shelf.bytes() == bytes)
            let target = folder.appending(path: "a/picture")
            #expect(try shelf.settle(at: target))
            #expect(try Data(contentsOf: target) == Data(bytes))

            let other = try #require(store.shelf() as? FilePictureShelf)
            Self.put(bytes, on: other)
            let named = folder.appending(path: "b/picture")
            #expect(try other.settle(at: named))
            #expect(try Data(contentsOf: named) == Data(bytes))
        }
    }

    /// More than there is room for: some go the usual way from their first byte on.
    @Test func `many at once are all whole`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let shelves = try (0..<40).map { _ in
                try #require(store.shelf() as? FilePictureShelf)
            }
            await withTaskGroup(of: Void.self) { group in
                for (number, shelf) in shelves.enumerated() {
                    group.addTask {
                        Self.put(Self.content(900_000 + number, seed: number), on: shelf)
                    }
                }
            }
            for (number, shelf) in shelves.enumerated() {
                let target = folder.appending(path: "c/\(number)")
                #expect(try shelf.settle(at: target))
                let bytes = Self.content(900_000 + number, seed: number)
                #expect(try Data(contentsOf: target) == Data(bytes))
            }
        }
    }

    /// The system gives a number that is free to the next file, which must not get these bytes.
    @Test func `what nobody wants any more leaves the next file alone`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            // Not every disk takes such writes.
            guard try await isDirect(store) else { return }
            let bytes = Self.content(256 << 10, seed: 7)
            for number in 0..<200 {
                do {
                    let shelf = try #require(store.shelf())
                    bytes.withUnsafeBytes { shelf.append($0) }
                }
                let place = folder.appending(path: "d/\(number)")
                try Data("mine".utf8).write(to: place)
                #expect(try Data(contentsOf: place) == Data("mine".utf8))
            }
            // None of the room that they had is lost.
            #expect(try await isDirect(store))
        }
    }

    /// Whether a picture goes past the system's memory, once others leave room for it.
    private func isDirect(_ store: FilePictureStore) async throws -> Bool {
        for _ in 0..<500 {
            if try #require(store.shelf() as? FilePictureShelf).isDirect { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }
}
#endif
