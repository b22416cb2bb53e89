public import NIOCore

/// What became of one order of a batch.
public struct BatchResult: Hashable, Sendable {
    /// Our name for the order.
    public var name: String
    /// Its pictures, or why there are none.
    public var outcome: Result<Answer, ProviderFailure>
}

/// Reads a file of a batch's results as it arrives, one line for each order, in whatever order.
///
/// Pictures are decoded on the way in, so that never more than one line is in memory.
public struct OpenAIBatchReader: Sendable {
    private let limit: Int
    private var reader: JSONReader?
    private var line = 1

    /// Creates a reader.
    ///
    /// - Parameter limit: The most bytes of one line.
    public init(limit: Int = 256 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes and gives the results that they complete.
    ///
    /// - Throws: ``ProviderFailure`` that names the line. The results of the chunk before it are
    ///   lost then, and come again when the file is read again.
    public mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) -> [BatchResult] {
        var results: [BatchResult] = []
        var rest = chunk
        while rest.readableBytes > 0 {
            let end = rest.readableBytesView.firstIndex(of: 0x0A)
            let length = end.map { $0 - rest.readableBytesView.startIndex } ?? rest.readableBytes
            let piece = rest.readSlice(length: length) ?? ByteBuffer()
            try add(piece)
            guard end != nil else { break }
            rest.moveReaderIndex(forwardBy: 1)
            if let result = try finish() { results.append(result) }
            line += 1
        }
        return results
    }

    /// Ends the file, or the line.
    ///
    /// - Returns: The result of a line that nothing closed.
    public mutating func finish() throws(ProviderFailure) -> BatchResult? {
        guard var whole = reader else { return nil }
        reader = nil
        let json: JSONValue
        do { json = try whole.finish() } catch { throw unreadable("\(error)") }
        guard let name = json["custom_id"]?.text else { throw unreadable("it has no “custom_id”") }
        do throws(ProviderFailure) {
            return BatchResult(name: name, outcome: .success(try Self.answer(json)))
        } catch {
            return BatchResult(name: name, outcome: .failure(error))
        }
    }

    private mutating func add(_ piece: ByteBuffer) throws(ProviderFailure) {
        // A blank line is none.
        let isBlank = piece.readableBytesView.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
        guard reader != nil || !isBlank else { return }
        if reader == nil {
            reader = JSONReader(
                limits: .reply(bytes: limit), pictureKeys: ["b64_json"],
                expected: piece.readableBytes)
        }
        do { try reader?.take(piece) } catch { throw unreadable("\(error)") }
    }

    private static func answer(_ json: JSONValue) throws(ProviderFailure) -> Answer {
        guard let response = json["response"] else {
            guard let error = OpenAIError(json) else {
                throw .unreadable(
                    status: 200, detail: "the batch tells neither an answer nor an error")
            }
            // The service's own word that the order was not carried out, as when a batch expires.
            throw .refused(
                code: error.code, message: error.message ?? "the batch did not carry it out",
                status: 200)
        }
        let status = response["status_code"]?.whole ?? 0
        guard let body = response["body"] else {
            throw .unreadable(status: status, detail: "the batch's answer has no body")
        }
        guard status == 200 else {
            throw OpenAIError.failure(of: Reply(status: status, body: .json(body)))
        }
        return try OpenAIAnswer.read(body, requestID: response["request_id"]?.text)
    }

    private func unreadable(_ detail: String) -> ProviderFailure {
        .unreadable(
            status: 200, detail: "line \(line) of the batch's results is unreadable: \(detail)")
    }
}
