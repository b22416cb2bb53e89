public import Foundation

/// A run that has no end and in which nothing was written down for longer than a request may take: its
/// program died, or was ended before the end could be written down.
///
/// That is what is known and no more: a program that asks for a slow engine's job again and again, as
/// with ComfyUI, may work on it for hours without a word.
public struct CutOff: Hashable, Sendable {
    /// The run's name.
    public let run: RunID
    /// When its last event happened.
    public let last: Timestamp
    /// Whether the provider may charge for it.
    public let perhapsCharged: Bool

    /// Tells whether a run is cut off; nil where it has ended, or a request of it may be under way.
    ///
    /// What lies in a batch is open by rights, for as long as the service takes.
    ///
    /// - Parameters:
    ///   - receipt: The run's receipt.
    ///   - now: The time.
    ///   - longest: The longest that a request may take.
    public init?(_ receipt: Receipt, at now: Date, longest: Duration) {
        guard receipt.batch == nil, receipt.state == .open else { return nil }
        self.init(receipt.id, receipt.ended, receipt.perhapsCharged, now, longest)
    }

    /// Tells whether a picture's run or a conversation is cut off, by its entries.
    public init?(_ entries: [Entry], at now: Date, longest: Duration) {
        if let receipt = Receipt(entries) {
            self.init(receipt, at: now, longest: longest)
            return
        }
        guard let talk = ConversationRecord(entries), talk.state == .open else { return nil }
        self.init(talk.id, talk.ended, talk.perhapsCharged, now, longest)
    }

    private init?(
        _ run: RunID, _ last: Timestamp, _ perhapsCharged: Bool, _ now: Date, _ longest: Duration
    ) {
        guard last < Timestamp(now.addingTimeInterval(-(longest / .seconds(1)))) else { return nil }
        (self.run, self.last, self.perhapsCharged) = (run, last, perhapsCharged)
    }
}
