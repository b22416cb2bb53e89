import Candid
import CandidIO
import Foundation
import GRDB
import NIOCore

/// Receipts a second with full durability, against a bare SQLite loop with as many commits and
/// file syncs.
struct ReceiptBench {
    let folder: URL
    private let count = 300
    private let rounds = 9

    func run() async throws {
        var ours: [Double] = []
        var bare: [Double] = []
        var ratios: [Double] = []
        for round in 0..<rounds {
            let bareRate = try bareLoop(folder.appending(path: "bare-\(round)"))
            let ourRate = try await receipts(folder.appending(path: "ours-\(round)"))
            bare.append(bareRate)
            ours.append(ourRate)
            ratios.append(ourRate / bareRate)
        }
        Bench.row(
            "receipts, synchronous=FULL, picture synced", Bench.median(ours), "a second", digits: 0)
        Bench.row("bare loop: 2 commits, 1 synced file", Bench.median(bare), "a second", digits: 0)
        Bench.row("receipts against the bare loop", Bench.median(ratios), "(≥ 0.7)", digits: 2)
        try await group(folder.appending(path: "group"))
    }

    /// Receipts of many at once, which go to disk together.
    private func group(_ folder: URL) async throws {
        let ledger = try SQLiteLedger(folder: folder)
        let (writers, each) = (64, 60)
        let clock = ContinuousClock()
        let start = clock.now
        let waits = try await withThrowingTaskGroup(of: [Double].self) { tasks in
            for writer in 0..<writers {
                tasks.addTask {
                    var waits: [Double] = []
                    for number in 0..<each {
                        let entries = Self.entries(UInt64(writer * each + number + 1))
                        let start = clock.now
                        try await ledger.append(entries)
                        waits.append((clock.now - start) / .milliseconds(1))
                    }
                    return waits
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
        let rate = Double(writers * each) / ((clock.now - start) / .seconds(1))
        Bench.row("receipts of 64 at once, synchronous=FULL", rate, "a second (≥ 3000)", digits: 0)
        Bench.row("the same, p99", waits.percentile(0.99), "ms (≤ 8)")
    }

    /// A run that has ended.
    private static func entries(_ number: UInt64) -> [Entry] {
        let order = Order(Prompt("a pear number \(number)"), engine: "sketch", model: "sketch-1")
        let time = Timestamp(Date())
        return [Event.drafted(Draft(order)), .finished].map {
            Entry(run: RunID(number), time: time, event: $0)
        }
    }

    /// Runs through the whole pipeline, one after the other, each with a picture of its own.
    private func receipts(_ folder: URL) async throws -> Double {
        let engine = try Catalogue.included().engine(named: "sketch")
        let pipeline = Pipeline(
            provider: OpenAIImagesProvider(engine, baseURL: "bench:"),
            ledger: try SQLiteLedger(folder: folder),
            pictures: FilePictureStore(folder: folder.appending(path: "pictures")),
            world: Self.world)
        // The first one makes the store's folders, once for as long as the ledger lives.
        try await receipt(0, pipeline)
        let clock = ContinuousClock()
        let start = clock.now
        for number in 1...count { try await receipt(number, pipeline) }
        return Double(count) / ((clock.now - start) / .seconds(1))
    }

    private func receipt(_ number: Int, _ pipeline: Pipeline) async throws {
        let order = Order(
            Prompt("a red pear number \(number) on a table"), engine: "sketch", model: "sketch-1")
        let receipt = try await pipeline.run(try pipeline.draft(order)).receipt()
        guard receipt?.state == .finished else { throw BenchProblem.unfinished }
    }

    /// The least that could be done: the same commits and syncs, and nothing else.
    private func bareLoop(_ folder: URL) throws -> Double {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try DatabasePool(path: folder.appending(path: "bare.sqlite").path)
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try database.write { db in
            try db.execute(sql: "CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
        }
        let text = String(repeating: "x", count: 600)
        let seconds = try Bench.seconds {
            for number in 0..<count {
                try insert(text, database)
                let file = folder.appending(path: "\(number).png")
                try DurableFile.write(Self.picture(UInt64(number)), to: file)
                try insert(text, database)
            }
        }
        try database.close()
        return Double(count) / seconds
    }

    private func insert(_ text: String, _ database: DatabasePool) throws {
        try database.write { db in
            try db.execute(sql: "INSERT INTO row (text) VALUES (?)", arguments: [text])
        }
    }

    private static let world = World(
        stream: { request async throws(ProviderFailure) in
            let base64 = Data(picture(UInt64(Date().timeIntervalSince1970 * 1e9)))
                .base64EncodedString()
            return WireStream(
                WireReply(
                    status: 200,
                    body: ByteBuffer(string: #"{"data":[{"b64_json":"\#(base64)"}]}"#)))
        },
        pause: { _ in }, now: { Date() }, random: { UInt64.random(in: 0...UInt64.max) })

    /// A picture file of 20 kB that no other number has.
    private static func picture(_ number: UInt64) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + withUnsafeBytes(of: number) { Array($0) } + [UInt8](repeating: 7, count: 20_000)
    }
}
