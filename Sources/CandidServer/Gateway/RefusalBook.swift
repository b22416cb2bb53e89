import Candid

/// Writes down what is turned away.
///
/// The first of its kind is in the ledger before the caller hears of it. Those alike within a minute
/// are counted and written together, and there are only so many kinds in a minute, so that whoever
/// knocks a thousand times fills neither the disk nor the memory.
actor RefusalBook {
    private let ledger: any Ledger
    private let world: World
    private let complain: @Sendable (String) -> Void
    /// What was written within the last minute, and how many came since.
    private var counts: [TurnedAway: Int] = [:]
    /// Kinds in a minute; strangers beyond that are one kind.
    private let most = 256

    init(for door: Door) {
        (ledger, world, complain) = (door.keys, door.world, door.complain)
    }

    /// Writes down that something was turned away.
    ///
    /// A ledger that can't be written must not open the door, so nothing is thrown: the refusal holds.
    func write(_ note: TurnedAway) async {
        var note = note
        if counts[note] == nil, counts.count >= most {
            (note.fingerprint, note.model, note.address) = (nil, nil, nil)
            note.route = "and others"
        }
        guard counts[note] == nil else {
            counts[note, default: 0] += 1
            return
        }
        counts[note] = 0
        Task { [world] in
            try? await world.pause(.seconds(60))
            await settle(note)
        }
        await append(note)
    }

    /// Writes down everything that is only counted so far.
    func close() async {
        for note in counts.keys { await settle(note) }
    }

    private func settle(_ note: TurnedAway) async {
        guard let count = counts.removeValue(forKey: note), count > 0 else { return }
        var more = note
        more.count = count
        await append(more)
    }

    private func append(_ note: TurnedAway) async {
        let entry = Entry(
            run: RunID(world.random()), time: Timestamp(world.now()), event: .turnedAway(note))
        do { try await ledger.append([entry]) } catch {
            complain("what was turned away (\(note.reason.rawValue)) is not written down: \(error)")
        }
    }
}
