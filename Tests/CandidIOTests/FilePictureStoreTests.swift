import Candid
import CandidTesting
import Foundation
import Testing

@testable import CandidIO

@Suite struct FilePictureStoreTests {
    @Test func `conforms`() async throws {
        try await withFolder { try await expectConformance(of: FilePictureStore(folder: $0)) }
    }

    @Test func `a file that was cut short is written again`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let digest = try await store.put(picture, as: .png)
            try Data().write(to: store.path(of: digest, .png))
            _ = try await store.put(picture, as: .png)
            #expect(try await store.bytes(of: digest) == picture)
        }
    }

    @Test func `a picture that arrived replaces a file that was cut short`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let arrived = try arrivedPicture(in: store)
            let file = store.path(of: arrived.digest, .png)
            try Data([1]).write(to: file)
            _ = try await store.put(arrived, as: .png)
            #expect(try Data(contentsOf: file) == Data(try arrived.bytes()))
        }
    }

    @Test func `a picture that arrived and was never put leaves nothing`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let count = try arrivedPicture(in: store).count
            #expect(count == 60_000)
            let left = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            #expect(left?.allObjects.allSatisfy { ($0 as? URL)?.hasDirectoryPath == true } == true)
        }
    }

    @Test func `more pictures at once than files may be open are held in memory`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let many = FilePictureShelf.most + 10
            let shelves = (0..<many).compactMap { _ in store.shelf() }
            #expect(shelves.count < many)
            withExtendedLifetime(shelves) {}
        }
    }

    @Test func `a picture that arrived and has no place any more is told of`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            let arrived = try arrivedPicture(in: store)
            try FileManager.default.removeItem(at: folder)
            try Data().write(to: folder)
            await #expect(throws: LedgerProblem.self) { try await store.put(arrived, as: .png) }
        }
    }

    @Test func `nothing half-written is left beside a picture`() async throws {
        try await withFolder { folder in
            let store = FilePictureStore(folder: folder)
            _ = try await store.put(picture, as: .png)
            #expect(try store.files().count == 1)
        }
    }
}

private func arrivedPicture(in store: FilePictureStore) throws -> ShelvedPicture {
    let text = Data(repeating: 7, count: 60_000).base64EncodedString()
    let value = try JSONReader.read(
        "{\"p\":\"\(text)\"}".utf8, limits: .init(bytes: 100_000), pictureKeys: ["p"], into: store)
    guard case .shelved(let picture) = value["p"] else { throw CancellationError() }
    return picture
}
