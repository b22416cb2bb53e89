import NIOCore
import Pixels

/// Carries one draft out: sends, reads, keeps, and writes down every step as it happens.
struct Driver: Sendable {
    let run: RunID
    let draft: Draft
    let pipeline: Pipeline

    /// Tells an entry that is in the ledger.
    typealias Tell = @Sendable (Entry) -> Void

    /// Drives the run to its end.
    ///
    /// - Throws: Only what the ledger or the picture store throws.
    func drive(_ tell: @escaping Tell) async throws {
        let materials = try await materials()
        var leg = Leg(provider: pipeline.provider, order: draft.order, driver: self, tell: tell)
        let request: WireRequest
        do {
            request = try leg.begin(materials)
            // One commit for both, and before the bytes leave: after a crash the ledger says so.
            try await buy([.drafted(draft), .sent(leg.sending(request))], leg, tell)
        } catch let failure as ProviderFailure {
            return try await record([.drafted(draft), .failed(Failure(failure, free: true))], tell)
        }
        var last = await leg.drive(request)
        var skipped: [String] = []
        for fallback in pipeline.fallbacks {
            guard case .failed(let failure) = last, failure.letsOthersTry else { break }
            do {
                (leg, last) = try await turn(to: fallback, after: failure, materials, tell)
            } catch let refused as ProviderFailure {
                skipped.append("; not turned to \(fallback.provider.engine.id): \(refused.message)")
            }
        }
        try await end(last, leg, skipped.joined(), tell)
    }

    /// Asks another route for the same words.
    ///
    /// - Throws: ``ProviderFailure/unsupported(_:)`` if the route can't honour them, or a budget
    ///   would be passed; whatever the ledger throws.
    private func turn(
        to fallback: Fallback, after failure: ProviderFailure, _ materials: Materials,
        _ tell: @escaping Tell
    ) async throws -> (Leg, Leg.Ending) {
        var leg = Leg(
            provider: fallback.provider, order: fallback.order(for: draft.order), driver: self,
            tell: tell)
        let request = try leg.begin(materials)
        let order = leg.exchange.order
        let reroute = Rerouting(
            order: order, reason: failure.message,
            estimate: pipeline.estimate(order, on: fallback.provider.engine))
        try await buy([.rerouted(reroute), .sent(leg.sending(request))], leg, tell)
        return (leg, await leg.drive(request))
    }

    /// Writes a purchase down, within the budgets.
    ///
    /// - Throws: ``ProviderFailure/unsupported(_:)`` if a budget would be passed.
    private func buy(_ events: [Event], _ leg: Leg, _ tell: Tell) async throws {
        let budgets = leg.isFree ? Budgets() : pipeline.budgets
        do {
            try await record(events, tell) { entries in
                guard pipeline.writesAhead else {
                    return try await pipeline.ledger.append(entries, within: budgets)
                }
                try await pipeline.ledger.append(ahead: entries, within: budgets)
            }
        } catch let refusal as Refusal {
            throw ProviderFailure.unsupported(refusal)
        }
    }

    private func end(_ ending: Leg.Ending, _ leg: Leg, _ note: String, _ tell: Tell) async throws {
        switch ending {
        case .answered(let answer): try await keep(answer, leg, tell)
        case .failed(let failure) where Task.isCancelled && failure.isInterruption:
            try await cancel(leg, tell)
        case .failed(let failure):
            var failure = Failure(failure, free: leg.isFree)
            failure.message += note
            try await record([.failed(failure)], tell)
        case .cancelled: try await cancel(leg, tell)
        case .lost(let error): throw error
        }
    }

    private func cancel(_ leg: Leg, _ tell: Tell) async throws {
        let cancellation = Cancellation(perhapsCharged: !leg.isFree)
        try await record([.cancelled(cancellation)], tell)
        await leg.callOff()
    }

    /// The order's pictures, from the store.
    private func materials() async throws -> Materials {
        var found: [Digest: [UInt8]] = [:]
        for picture in draft.order.pictures where found[picture.digest] == nil {
            found[picture.digest] = try await pipeline.pictures.bytes(of: picture.digest)
        }
        return Materials(found)
    }

    private func keep(_ answer: Answer, _ leg: Leg, _ tell: Tell) async throws {
        var events: [Event] = []
        do {
            for (index, picture) in answer.pictures.enumerated() {
                events.append(.received(try await keep(picture, at: index)))
            }
        } catch let failure as ProviderFailure {
            events.append(.failed(Failure(failure, free: leg.isFree)))
            return try await record(events, tell)
        }
        events.append(.reported(answer.report))
        if let cost = pipeline.settlement(
            leg.exchange.order, answer, on: leg.engine)
        {
            events.append(.settled(cost))
        }
        guard let verification = pipeline.verification else {
            return try await record(events + [.finished], tell)
        }
        // The pictures are written down first: looking at them may take long, or be cut off.
        try await record(events, tell)
        let materials = try await materials()
        for picture in answer.pictures {
            let order = leg.exchange.order
            let judgement = await Workplace.away {
                await verification.judgement(
                    of: picture.file, order, materials, said: answer.report.said)
            }
            try await record([.judged(judgement)], tell)
        }
        try await record([.finished], tell)
    }

    private func keep(_ picture: ReceivedPicture, at index: Int) async throws -> Picture {
        try await shielded {
            try await Workplace.away { try await pipeline.keep(picture, at: index) }
        }
    }

    /// Keeps an unfinished picture.
    func keep(_ file: ReceivedFile, at index: Int, _ tell: Tell) async throws {
        let format = try PictureFormat(of: file, "partial picture \(index + 1)")
        let digest = try await shielded {
            try await Workplace.away { try await pipeline.pictures.put(file, as: format) }
        }
        let partial = PartialPicture(index: index, digest: digest, format: format)
        try await record([.partial(partial)], tell)
    }

    /// Writes events down, and then tells them.
    func record(_ events: [Event], _ tell: Tell) async throws {
        try await record(events, tell) { try await pipeline.ledger.append($0) }
    }

    private func record(
        _ events: [Event], _ tell: Tell,
        _ append: @escaping @Sendable ([Entry]) async throws -> Void
    ) async throws {
        let time = Timestamp(pipeline.world.now())
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        try await shielded { try await append(entries) }
        for entry in entries { tell(entry) }
    }

    /// The act, in a task of its own where the run was cancelled: what has happened must be kept
    /// even then, and databases refuse to work for a cancelled task.
    ///
    /// Not always, because each task of its own may cost a change of threads, and an act that was
    /// refused has done nothing and can be done again.
    private func shielded<Output: Sendable>(
        _ act: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        if !Task.isCancelled {
            do {
                return try await act()
            } catch is CancellationError {}
        }
        return try await Task { try await act() }.value
    }
}

extension Pipeline {
    /// Keeps a picture as it came.
    ///
    /// - Throws: ``ProviderFailure/unreadable(status:detail:)`` if it is none; whatever the store
    ///   throws.
    func keep(_ picture: ReceivedPicture, at index: Int) async throws -> Picture {
        let file = picture.file
        let format = try PictureFormat(of: file, "picture \(index + 1)")
        let digest = try await pictures.put(file, as: format)
        return Picture(
            digest: digest, format: format, bytes: file.count, size: try file.size,
            revised: picture.revised, flaw: try file.flaw)
    }
}

extension PictureStore {
    fileprivate func put(_ file: ReceivedFile, as format: PictureFormat) async throws -> Digest {
        switch file {
        case .whole(let bytes): try await put(bytes, as: format)
        case .shelved(let picture): try await put(picture, as: format)
        }
    }
}

extension PictureFormat {
    fileprivate init(of file: ReceivedFile, _ name: String) throws(ProviderFailure) {
        guard let format = PictureFormat(sniffing: file.head) else {
            throw .unreadable(
                status: 200, detail: "\(name) is no PNG, JPEG, WebP, GIF or SVG file")
        }
        self = format
    }
}

extension ProviderFailure {
    /// Whether a cancelled task looks like this.
    fileprivate var isInterruption: Bool {
        switch self {
        case .brokeOff, .unreachable, .unreadable: true
        default: false
        }
    }

    /// Whether another route may be asked: nothing was made, and it is not the order's fault.
    fileprivate var letsOthersTry: Bool {
        switch self {
        case .throttled, .unreachable: true
        case .failing: !isPerhapsCharged
        default: false
        }
    }
}
