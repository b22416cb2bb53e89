/// What went along with the prompt in a request, as far as we put it there.
///
/// What a provider adds on its own side (a system text of its own, a memory of earlier answers) is
/// not in it, because nobody shows it to us.
public struct AlsoSent: Hashable, Sendable, Codable {
    /// What a picture was sent for.
    public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
        /// To be changed.
        case base
        /// To be looked at.
        case reference
        /// To say where the base may be changed.
        case mask
        /// Hints drawn over the base.
        case markup
        /// The result of an earlier call, said again.
        case earlier
    }

    /// A picture that was sent along.
    public struct GivenPicture: Hashable, Sendable, Codable {
        /// What it was sent for.
        public var role: Role
        /// The picture; its bytes lie in the picture store.
        public var picture: InputPicture

        /// Creates the record of a picture.
        public init(_ role: Role, _ picture: InputPicture) {
            self.role = role
            self.picture = picture
        }
    }

    /// The text that a language model in between was told beside the prompt.
    public var system: String?
    /// What the picture must not show, in the engine's field for that.
    public var negative: Prompt?
    /// Earlier messages that were said again, by the provider's own names.
    public var messages: [String]
    /// The provider's name for the earlier answer that this one follows, which the provider
    /// remembers and we did not send; nil where it follows none.
    public var follows: String?
    /// The pictures, in the order in which they were sent.
    public var pictures: [GivenPicture]

    /// Whether nothing went along.
    public var isEmpty: Bool {
        system == nil && negative == nil && messages.isEmpty && follows == nil && pictures.isEmpty
    }

    /// Reads an order.
    public init(_ order: Order) {
        system = order.options?["instructions"]?.text
        negative = order.negative
        let call = order.options?["previous_call"]?.text
        messages = [call].compactMap(\.self)
        follows = order.follows
        let inputs = (order.inputs ?? []).enumerated().map { index, picture in
            let first: Role = call == nil ? .base : .earlier
            return GivenPicture(index == 0 ? first : .reference, picture)
        }
        let others = [(Role.mask, order.mask), (.markup, order.markup)].compactMap {
            role, picture in
            picture.map { GivenPicture(role, $0) }
        }
        pictures = inputs + others
    }
}

extension Receipt {
    /// What went along with the prompt; nil where nothing was sent.
    public var alsoSent: AlsoSent? { sent.map { _ in AlsoSent(order) } }
}
