extension Order {
    /// What was asked beside the prompt, by its name on the wire; what was not asked is left out.
    ///
    /// Pictures stand by the SHA-256 of their files, in order.
    public var parameters: [String: String] {
        let plain: [String: String?] = [
            "size": size?.description, "n": count.map(String.init), "seed": seed.map { "\($0)" },
            "quality": quality, "style": style, "output_format": format?.rawValue,
            "background": background, "partial_images": partialPictures.map(String.init),
            "negative_prompt": negative?.text, "mask": mask?.digest.description,
            "markup": markup?.digest.description, "previous_response_id": follows,
            "image": inputs?.map(\.digest.description).joined(separator: ","),
            "allows_rewrite": allowsRewrite == true ? "true" : nil,
        ]
        let special = (options ?? [:]).mapValues { $0.text ?? $0.json }
        return special.merging(plain.compactMapValues(\.self)) { $1 }
    }

    /// What a lock freezes beside the prompt.
    public var lockedParameters: [String: String] {
        parameters.merging(["engine": engine, "model": model]) { $1 }
    }
}
