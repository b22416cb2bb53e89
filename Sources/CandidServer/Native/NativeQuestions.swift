public import Candid

extension NativeAccess {
    /// Two pictures, and how they are compared; nil is as the command does it.
    public struct Comparison: Sendable {
        /// The first picture's file.
        public let before: [UInt8]
        /// The second picture's file.
        public let after: [UInt8]
        /// Where a change was asked for: a picture's file.
        public internal(set) var mask: [UInt8]?
        /// Parts of the first picture that are not looked at, as `x,y,w,h`.
        public internal(set) var ignored: [String] = []
        /// The colour distance, 0 to 1, that pixelmatch's counts forgive.
        public internal(set) var threshold: Double?
        /// How many times more the answer forgives: above 0, up to 100.
        public internal(set) var tolerance: Double?
        /// Whether pixelmatch's counts hold what differs only by anti-aliasing.
        public internal(set) var countsAntialiasing: Bool?
        /// The route that made the second picture, whose noise floor is taken into account.
        public internal(set) var route: String?
    }

    /// A picture, and what is said of it; nil is not said.
    public struct Examination: Sendable {
        /// The picture's file.
        public let picture: [UInt8]
        /// The brief that it was made from.
        public internal(set) var prompt: Prompt?
        /// Sentences that somebody said of it.
        public internal(set) var said: [String] = []
        /// Colours that must be among the picture's.
        public internal(set) var colours: [String] = []
        /// What the ground must be.
        public internal(set) var grounds: [String] = []
        /// The file of the picture that it was made from.
        public internal(set) var parent: [UInt8]?
        /// What might change and what must stay.
        public internal(set) var contract: String?
        /// Where it might change: a picture's file.
        public internal(set) var mask: [UInt8]?
        /// Where it might change, as `x,y,w,h`.
        public internal(set) var box: String?
        /// The route that made it, where no receipt says so.
        public internal(set) var route: String?
        /// Who asks, in whose own receipts alone the picture is looked for, and who pays the judge.
        public internal(set) var payer: Payer?
        /// Whose receipts alone are looked at; nil is everybody's.
        public internal(set) var viewer: RunID?
    }

    /// Who pays for what a judge is asked.
    public struct Payer: Sendable {
        /// Whose key it is.
        public let caller: Caller
        /// The most that the key may spend.
        public let budget: KeyBudget
    }
}
