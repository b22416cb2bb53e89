import Candid
import CandidIO
import Foundation

/// The way to the outside, as it is set.
extension Settings {
    func network() throws -> Network {
        var network = Network()
        network.connections = connections ?? network.connections
        network.timeout = try seconds("network.timeout", values.network.timeout) ?? network.timeout
        network.silence = try seconds("network.silence", values.network.silence) ?? network.silence
        if let text = values.network.proxy {
            guard let proxy = Network.Proxy(text) else {
                // The address may hold a password, so it is not repeated.
                throw CommandFailure(
                    .badInput,
                    "network.proxy is no address such as http://user:password@proxy:3128 "
                        + "(\(origin("network.proxy"))).")
            }
            network.proxy = proxy
        }
        network.noProxy = (values.network.no_proxy ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if let file = values.network.ca_file {
            try network.trust(authoritiesIn: Self.expanded(file))
        }
        return network
    }

    private func seconds(_ key: String, _ text: String?) throws -> Duration? {
        guard let text else { return nil }
        guard let seconds = Int(text), 1...86_400 ~= seconds else {
            throw CommandFailure(
                .badInput,
                "\(key): “\(text)” is no number of seconds from 1 to 86400 (\(origin(key))).")
        }
        return .seconds(seconds)
    }
}
