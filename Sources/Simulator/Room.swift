import Candid
import NIOCore

/// What the simulator remembers.
actor Room {
    private(set) var records: [RequestRecord] = []
    private(set) var charges: [Charge] = []
    /// Files and batches.
    var office = BatchShelf()
    private var responses = ResponseShelf()
    /// The models there are.
    nonisolated let shop: ModelShop
    private var faults: FaultPlan
    private var pictures: [String: [UInt8]] = [:]
    /// How delivered pictures came about, by digest, and the order in which they came.
    private var origins: [String: Origin] = [:]
    private var shelf: [String] = []
    private var kept = 0
    private var count = 0

    /// Bodies and pictures are kept up to this many bytes in all; then the oldest go, bodies first.
    private static let memory = 1 << 30
    /// Pictures beyond this number are forgotten from the oldest on.
    private static let shelfLength = 2048

    init(faults: [Fault], seed: UInt64, shop: ModelShop = ModelShop()) {
        self.shop = shop
        self.faults = FaultPlan(faults, seed: seed)
    }

    /// Writes a request down before anything is done about it.
    func take(
        _ request: WireRequest, _ path: RequestPath, _ own: [Fault], isBatch: Bool = false
    ) -> Call {
        count += 1
        let isPaid = request.method == "POST" && path.resource.first != "files"
        let struck = isPaid ? faults.next(with: own) : .none
        let call = Call(
            number: count, request: request, path: path, faults: struck, isBatch: isBatch)
        records.append(RequestRecord(call))
        kept += request.body.readableBytes
        makeRoom()
        return call
    }

    func finish(_ call: Call, status: Int) {
        update(call.number) { $0.status = status }
    }

    /// Notes what was really done about a request.
    func note(_ call: Call, _ truths: [JSONValue]) {
        update(call.number) { $0.truth += truths }
    }

    func charge(_ call: Call, _ bill: Bill) {
        charges.append(Charge(number: charges.count + 1, call: call, bill: bill))
        for picture in bill.pictures { keep(picture) }
    }

    func keep(_ picture: [UInt8]) {
        let name = Digest(of: picture).description
        guard pictures.updateValue(picture, forKey: name) == nil else { return }
        shelf.append(name)
        kept += picture.count
        if shelf.count > Self.shelfLength { forgetOldestPicture() }
        makeRoom()
    }

    /// Remembers how pictures came about, so that a later request can change them.
    func remember(_ made: [MadePicture]) {
        for picture in made {
            guard let origin = picture.origin else { continue }
            origins[Digest(of: picture.bytes).description] = origin
        }
    }

    func origin(of picture: [UInt8]) -> Origin? { origins[Digest(of: picture).description] }

    private func forgetOldestPicture() {
        guard !shelf.isEmpty else { return }
        let name = shelf.removeFirst()
        kept -= pictures.removeValue(forKey: name)?.count ?? 0
        origins[name] = nil
    }

    func picture(_ digest: String) -> [UInt8]? { pictures[digest] }

    // MARK: Responses

    func response(_ id: String) -> ResponseShelf.Kept? { responses[id] }

    func picture(ofCall id: String) -> [UInt8]? { responses.picture(of: id) }

    func keep(_ response: ResponseShelf.Kept, as id: String, _ made: [String: [UInt8]]) {
        responses.keep(response, as: id, made)
    }

    func forget(response id: String) { responses.forget(id) }

    func record(_ number: Int) -> RequestRecord? { records.first { $0.call.number == number } }

    var standingFaults: [Fault] { faults.standing }

    func setFaults(_ list: [Fault]) {
        faults.standing = list
        faults.reset()
    }

    func reset() {
        records = []
        charges = []
        pictures = [:]
        origins = [:]
        shelf = []
        office = BatchShelf()
        responses = ResponseShelf()
        (kept, count) = (0, 0)
        faults.reset()
    }

    private func update(_ number: Int, _ change: (inout RequestRecord) -> Void) {
        guard let place = records.lastIndex(where: { $0.call.number == number }) else { return }
        change(&records[place])
    }

    private func makeRoom() {
        var place = 0
        while kept > Self.memory, place < records.count - 1 {
            kept -= records[place].body?.readableBytes ?? 0
            records[place].body = nil
            place += 1
        }
        while kept > Self.memory, !shelf.isEmpty { forgetOldestPicture() }
    }
}

/// A request as it was received, and what became of it.
struct RequestRecord: Sendable {
    let call: Call
    /// Nil once the memory was needed.
    var body: ByteBuffer?
    let digest: Digest
    var status: Int?
    /// What was really done, in the order in which it was done.
    var truth: [JSONValue] = []

    init(_ call: Call) {
        self.call = call
        body = call.request.body
        digest = Digest(of: call.request.bodyBytes)
    }
}
