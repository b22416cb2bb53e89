import NIOCore

/// A provider that sends a request which is there already.
struct Forwarder: ImageProvider {
    let inner: OpenAIImagesProvider
    let request: WireRequest

    var engine: Engine { inner.engine }
    var pictureKeys: Set<String> { inner.pictureKeys }

    func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest { request }

    func resume(_ reply: Reply, _ exchange: inout Exchange) throws(ProviderFailure) -> Step {
        try inner.resume(reply, &exchange)
    }

    func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep {
        try inner.resume(event, &exchange)
    }
}

extension OpenAIImagesProvider {
    /// A client's own request to this service: its body as it is, its fields without those that are
    /// between the client and us, and with our key.
    func forwarding(_ request: WireRequest, isEdit: Bool) -> WireRequest {
        let ours: Set = [
            "authorization", "host", "content-length", "accept-encoding", "cookie", "expect",
            "forwarded", "origin", "referer",
        ]
        let kept = RelayedRun.endToEnd(request.headers).filter { name, _ in
            !ours.contains(name) && !name.hasPrefix("x-candid-") && !name.hasPrefix("x-forwarded-")
        }
        return addressed(isEdit ? "edits" : "generations", kept, request.body)
    }
}
