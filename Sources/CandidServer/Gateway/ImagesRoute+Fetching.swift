import Candid

extension ImagesRoute {
    /// The order with the pictures that it only names, where a verdict needs them.
    ///
    /// Without a fetcher nothing is fetched: the addresses go to the provider as they are, and a verdict
    /// that needs such a picture stays inconclusive.
    ///
    /// - Throws: ``GatewayProblem`` that says what may not be fetched, before anything is bought.
    func fetching(
        _ remote: [RemotePicture], for order: Order, on route: GatewayRoute, _ wishes: Wishes
    ) async throws -> Order {
        let needs = wishes.firewall != nil || wishes.verifies
        guard needs, let fetcher = options.fetcher else { return order }
        var order = order
        for picture in remote {
            let bytes = try await bytes(of: picture, by: fetcher)
            guard let input = InputPicture(bytes) else { continue }
            _ = try await Workplace.away {
                try await route.pipeline.pictures.put(bytes, as: input.format)
            }
            switch picture.use {
            case "mask": order.mask = input
            case "markup": order.markup = input
            default: order.inputs = (order.inputs ?? []) + [input]
            }
        }
        return order
    }

    private func bytes(
        of picture: RemotePicture, by fetcher: PictureFetcher
    ) async throws -> [UInt8] {
        do {
            return try await fetcher.picture(at: picture.address, field: "image_url")
        } catch let refusal as Refusal {
            throw GatewayProblem(
                400, "image_url_refused",
                "The verdict needs the picture, and it is not fetched: \(refusal.reason). "
                    + refusal.wayOut, field: "image_url")
        }
    }
}
