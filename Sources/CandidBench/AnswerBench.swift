import Candid
import CandidIO
import Foundation
import NIOCore
import Synchronization

/// What a picture costs on this side of the wire: read, decoded, hashed and stored.
struct AnswerBench {
    let folder: URL
    private let rounds = 25

    func run() async throws {
        let picture = Self.picture(1_125_000)
        let base64 = Data(picture).base64EncodedString()
        let body = ByteBuffer(string: #"{"created":1,"data":[{"b64_json":"\#(base64)"}]}"#)
        let (ours, stored) = try await cost(of: body)
        Bench.row("1.5 MB answer: read, decoded, hashed", ours * 1000, "ms", digits: 2)
        Bench.row("1.5 MB answer: the same and stored, synced", stored * 1000, "ms", digits: 2)
        if let (theirs, kept) = try python(body) {
            Bench.row("python3, orjson + base64 + hashlib", theirs * 1000, "ms", digits: 2)
            Bench.row("python3, the same and stored, synced", kept * 1000, "ms", digits: 2)
            Bench.row("1.5 MB answer against python3", ours / theirs, "(≤ 0.5)", digits: 2)
            Bench.row("1.5 MB answer against python3, stored", stored / kept, "(≤ 0.5)", digits: 2)
        } else {
            print("1.5 MB answer against python3: not measured, python3 has no orjson")
        }
        let wait = try await partial(picture)
        Bench.row("partial picture, last byte to caller", wait * 1000, "ms (≤ 5)", digits: 2)
    }

    /// The seconds of reading alone, and of reading into the store.
    private func cost(of body: ByteBuffer) async throws -> (Double, Double) {
        let engine = try Catalogue.included().engine(named: "sketch")
        let provider = OpenAIImagesProvider(engine, baseURL: "bench:")
        let store = FilePictureStore(folder: folder.appending(path: "answers"))
        var (read, stored): ([Double], [Double]) = ([], [])
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            var start = clock.now
            let digest = try picture(in: body, provider, into: nil).file.digest
            read.append((clock.now - start) / .seconds(1))
            start = clock.now
            guard case .shelved(let picture) = try picture(in: body, provider, into: store).file,
                try await store.put(picture, as: .png) == digest
            else { throw BenchProblem.unfinished }
            stored.append((clock.now - start) / .seconds(1))
            try FileManager.default.removeItem(at: store.path(of: digest, .png))
        }
        return (Bench.median(read), Bench.median(stored))
    }

    private func picture(
        in body: ByteBuffer, _ provider: OpenAIImagesProvider, into store: FilePictureStore?
    ) throws -> ReceivedPicture {
        let reply = try Reply(
            WireReply(status: 200, body: body), pictureKeys: provider.pictureKeys, into: store)
        var exchange = Exchange(Order("a pear", engine: "sketch", model: "m"), run: RunID(1))
        guard case .finish(let answer) = try provider.resume(reply, &exchange),
            let picture = answer.pictures.first
        else { throw BenchProblem.unfinished }
        return picture
    }

    /// The same in Python, measured within its process so that its start does not count.
    private func python(_ body: ByteBuffer) throws -> (Double, Double)? {
        let file = folder.appending(path: "answer.json")
        try Data(body.readableBytesView).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, file.path, "\(rounds)"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let figures = said.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        return figures.count == 2 ? (figures[0], figures[1]) : nil
    }

    private static let script = """
        import base64, hashlib, os, statistics, sys, time
        import orjson
        body = open(sys.argv[1], "rb").read()
        read, stored = [], []
        for _ in range(int(sys.argv[2])):
            start = time.perf_counter()
            picture = base64.b64decode(orjson.loads(body)["data"][0]["b64_json"])
            digest = hashlib.sha256(picture).hexdigest()
            read.append(time.perf_counter() - start)
            path = sys.argv[1] + digest
            with open(path, "wb") as file:
                file.write(picture)
                file.flush()
                os.fsync(file.fileno())
            os.rename(path, path + ".png")
            folder = os.open(os.path.dirname(path), os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
            stored.append(time.perf_counter() - start)
            os.remove(path + ".png")
        print(statistics.median(read), statistics.median(stored))
        """

    /// The seconds from the last byte of a partial picture to the entry that tells of it, by when
    /// it is in the store and in the ledger, both synced.
    private func partial(_ picture: [UInt8]) async throws -> Double {
        let engine = try Catalogue.included().engine(named: "openai")
        let ledger = try SQLiteLedger(folder: folder.appending(path: "partials"))
        let last = Mutex(ContinuousClock.now)
        var waits: [Double] = []
        for round in 0..<rounds {
            var bytes = picture
            bytes[bytes.count - 1] = UInt8(round)
            let pipeline = Pipeline(
                provider: OpenAIImagesProvider(engine, baseURL: "bench:"), ledger: ledger,
                pictures: FilePictureStore(folder: folder.appending(path: "partials/pictures")),
                world: Self.world(Data(bytes).base64EncodedString()) {
                    last.withLock { $0 = ContinuousClock.now }
                })
            var order = Order("a pear", engine: "openai", model: engine.defaultModel)
            order.partialPictures = 1
            for try await entry in pipeline.run(try pipeline.draft(order)) {
                guard case .partial = entry.event else { continue }
                waits.append((ContinuousClock.now - last.withLock(\.self)) / .seconds(1))
            }
        }
        guard waits.count == rounds else { throw BenchProblem.unfinished }
        return Bench.median(waits)
    }

    /// A world whose stream comes in the pieces of a network, and says when the last one has come.
    private static func world(
        _ base64: String, _ ended: @escaping @Sendable () -> Void
    ) -> World {
        let kind = "image_generation"
        let partial =
            #"data: {"type":"\#(kind).partial_image","partial_image_index":0,"b64_json":"\#(base64)"}"#
        let whole = #"data: {"type":"\#(kind).completed","b64_json":"\#(base64)"}"#
        return World(
            stream: { _ async throws(ProviderFailure) in
                let pieces = Mutex(ByteBuffer(string: partial + "\n\n"))
                let rest = Mutex<ByteBuffer?>(ByteBuffer(string: whole + "\n\n"))
                return WireStream(
                    status: 200, headers: ["content-type": "text/event-stream"],
                    body: AsyncThrowingStream {
                        let next = pieces.withLock {
                            $0.readSlice(length: min(65536, $0.readableBytes))
                        }
                        guard let next, next.readableBytes > 0 else {
                            return rest.withLock { $0.take() }
                        }
                        if pieces.withLock(\.readableBytes) == 0 { ended() }
                        return next
                    })
            },
            pause: { _ in }, now: { Date() }, random: { UInt64.random(in: 0...UInt64.max) })
    }

    private static func picture(_ count: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + (8..<count).map { _ in UInt8.random(in: 0...255) }
    }
}
