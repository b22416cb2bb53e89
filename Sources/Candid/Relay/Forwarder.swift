import NIOCore

/// A codec whose service can be sent a client's own bytes.
public protocol ForwardingProvider: ImageProvider {
    /// A client's own request to this service: its body as it is, its fields without those that are
    /// between the client and us, and with our key.
    func forwarding(_ request: WireRequest) -> WireRequest
}

/// A provider that sends a request which is there already.
struct Forwarder: ImageProvider {
    let inner: any ForwardingProvider
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

extension OpenAIImagesProvider: ForwardingProvider {
    /// To the images' paths below this service's address.
    public func forwarding(_ request: WireRequest) -> WireRequest {
        addressed(
            String(request.pathBelowVersion.dropFirst("images/".count)), request.passing,
            request.body)
    }
}

extension OpenAIResponsesProvider: ForwardingProvider {
    /// To `/responses` below this service's address.
    public func forwarding(_ request: WireRequest) -> WireRequest {
        access.forwarding(request)
    }
}

/// A speaker's codec whose service can be sent a client's own bytes.
public protocol ForwardingSpeaker: SpeakerProvider {
    /// Like ``ForwardingProvider/forwarding(_:)``.
    func forwarding(_ request: WireRequest) -> WireRequest
}

extension OpenAIChatSpeaker: ForwardingSpeaker {
    /// To the same path below this service's address.
    public func forwarding(_ request: WireRequest) -> WireRequest { address.forwarding(request) }
}

extension OpenAIResponsesSpeaker: ForwardingSpeaker {
    /// To the same path below this service's address.
    public func forwarding(_ request: WireRequest) -> WireRequest { address.forwarding(request) }
}

extension SpeakerAddress {
    func forwarding(_ request: WireRequest) -> WireRequest {
        WireRequest(
            request.method, "\(base)/\(request.pathBelowVersion)",
            headers: headers.merging(request.passing) { own, _ in own }, body: request.body)
    }
}

extension Access {
    /// A client's own request to the same path below this address.
    public func forwarding(_ request: WireRequest) -> WireRequest {
        SpeakerAddress(address, headers: bearer).forwarding(request)
    }
}

extension WireRequest {
    /// The path and query behind `/v1/`.
    var pathBelowVersion: String {
        let slash = UInt8(ascii: "/")
        return String(
            Substring(url.utf8.drop { $0 == slash }.drop { $0 != slash }.drop { $0 == slash }))
    }

    /// The fields that are meant for the provider.
    var passing: [String: String] {
        RelayedRun.endToEnd(headers).filter { name, _ in
            !Self.ours.contains(name) && !name.hasPrefix("x-candid-")
                && !name.hasPrefix("x-forwarded-")
        }
    }

    /// Fields between the client and us.
    private static let ours: Set = [
        "authorization", "host", "content-length", "accept-encoding", "cookie", "expect",
        "forwarded", "origin", "referer", "x-api-key",
    ]
}
