import Pixels

extension Materials {
    /// A mask as local engines want it: white where the picture may change, black elsewhere.
    ///
    /// Ours is transparent there. Sent as it is, they would read its opaque part as the place to
    /// change, and so change everything else.
    ///
    /// - Throws: ``ProviderFailure/unsupported(_:)`` if the mask can't be decoded.
    func whiteMask(_ mask: InputPicture) throws(ProviderFailure) -> [UInt8] {
        let file = try bytes(of: mask)
        do {
            var picture = try Pixmap(decoding: file)
            for pixel in stride(from: 0, to: picture.rgba.count, by: 4) {
                let level: UInt8 = picture.rgba[pixel + 3] == 0 ? 255 : 0
                for channel in 0..<3 { picture.rgba[pixel + channel] = level }
                picture.rgba[pixel + 3] = 255
            }
            return try picture.png()
        } catch {
            throw .unsupported(
                Refusal(
                    field: "mask", reason: "it can't be decoded: \(error)",
                    wayOut: "Save it as PNG again."))
        }
    }
}
