/// That a model will stop answering, or already has.
public struct Retirement: Hashable, Sendable {
    /// From so many days before on it is warned about.
    public static let warningDays = 90

    /// The model.
    public var model: String
    /// The day from which it does not answer, such as `2026-12-01`.
    public var day: String
    /// What takes its place; nil where nobody says.
    public var replacement: String?
    /// How many days are left (UTC); 0 or less where the day has come.
    public var daysLeft: Int

    /// Reckons how near a day is; nil if it is none.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - day: The day from which it does not answer.
    ///   - replacement: What takes its place.
    ///   - now: The time.
    public init?(of model: String, on day: String, replacement: String?, now: Timestamp) {
        guard let then = Timestamp(day + "T00:00:00.000Z"),
            let today = Timestamp(now.day + "T00:00:00.000Z")
        else { return nil }
        self.model = model
        self.day = day
        self.replacement = replacement
        daysLeft = Int((then.milliseconds - today.milliseconds) / 86_400_000)
    }

    /// Whether it is near enough to say so.
    public var isNear: Bool { daysLeft <= Self.warningDays }

    /// What to know, in words.
    public var words: String {
        let when =
            switch daysLeft {
            case ..<0: "\(model) was to stop answering on \(day)"
            case 0: "\(model) stops answering today"
            case 1: "\(model) stops answering tomorrow"
            default: "\(model) stops answering on \(day), in \(daysLeft) days"
            }
        return when + (replacement.map { "; \($0) takes its place" } ?? "")
    }
}

extension Engine {
    /// When a model stops answering; nil where no day is known.
    public func retirement(of name: String, now: Timestamp) -> Retirement? {
        if let gone = retired.first(where: { $0.name == name }) {
            return Retirement(
                of: name, on: gone.since, replacement: gone.replacement, now: now)
        }
        guard let model = models.first(where: { $0.name == name }), let day = model.shutdownDate
        else { return nil }
        return Retirement(of: name, on: day, replacement: model.replacement, now: now)
    }
}
