extension Engine {
    /// Refuses what a model takes for new pictures only.
    static func check(
        _ order: Order, _ model: String, _ limit: EditLimit
    ) throws(Refusal) {
        if let most = limit.maximumCount, let count = order.count, count > most {
            throw Refusal(
                field: "n", reason: "\(model) changes a picture \(most) at a time, not \(count)",
                wayOut: "Ask for fewer.")
        }
        if let formats = limit.formats, let format = order.format, !formats.contains(format) {
            throw Refusal(
                field: "format", reason: "\(model) gives no changed picture as \(format.rawValue)",
                wayOut: "It gives: \(formats.map(\.rawValue).joined(separator: ", ")).")
        }
        let asked = [
            ("size", order.size.flatMap { $0 == order.inputs?.first?.size ? nil : "\($0)" }),
            ("style", order.style), ("background", order.background),
        ]
        for (field, value) in asked where limit.keeps?.contains(field) == true {
            guard let value, value != "auto" else { continue }
            throw Refusal(
                field: field, reason: "\(model) keeps the \(field) of a picture that it changes",
                wayOut: "Leave it out, and say the change in the prompt.")
        }
    }
}
