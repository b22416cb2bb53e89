import CandidIO
import Foundation

let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1]

func store(_ folder: URL) -> FilePictureStore {
    FilePictureStore(folder: folder.appending(path: "pictures"))
}

func withFolder<Value>(_ act: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "candid-test-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await act(folder)
}
