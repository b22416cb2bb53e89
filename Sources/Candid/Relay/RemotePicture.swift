/// A picture that a client only named, by its address on the web.
public struct RemotePicture: Hashable, Sendable {
    /// What it is for: `image`, `mask` or `markup`.
    public let use: String
    /// The address, of the web's own kind.
    public let address: String

    /// Reads a reference; nil for one that brings its bytes along, or has none.
    init?(_ use: String, in reference: JSONValue) {
        let found = reference["image_url"]?["url"]?.text ?? reference["image_url"]?.text
        guard let found, !found.lowercased().hasPrefix("data:") else { return nil }
        (self.use, address) = (use, found)
    }
}
