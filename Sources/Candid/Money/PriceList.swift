import Foundation
import NIOCore

/// What is known of prices; what is not in it is unpriced, which is never the same as free.
public struct PriceList: Hashable, Sendable {
    /// The prices, those that win first.
    public var prices: [Price]

    /// Creates a list.
    public init(_ prices: [Price] = []) {
        self.prices = prices
    }

    /// The list that comes with Candid.
    ///
    /// - Throws: ``Refusal`` if a file of ours is not such a list; a test holds it.
    public static func included() throws(Refusal) -> PriceList { try read.get() }

    /// Read once, because every pipeline asks for it.
    private static let read = Result { () throws(Refusal) in
        var list = PriceList()
        for bytes in [PackageResources.openai_prices_json, PackageResources.google_prices_json] {
            let json: JSONValue
            do throws(JSONProblem) {
                json = try JSONReader.read(bytes, limits: JSONReader.Limits(bytes: 1 << 20))
            } catch {
                throw Refusal(field: "prices", reason: "\(error)", wayOut: "Mend the file.")
            }
            list.prices += try PriceReading.prices(of: json)
        }
        return list
    }

    /// The list with a person's own prices before ours.
    ///
    /// - Parameter own: `{"prices": [...]}`, each like a row of ours.
    /// - Returns: Both.
    /// - Throws: ``Refusal`` that names the row and the key.
    public func merging(_ own: JSONValue) throws(Refusal) -> PriceList {
        var own = try PriceReading.prices(of: own)
        for index in own.indices { own[index].isOwn = true }
        return PriceList(own + prices)
    }

    /// What an order may cost on an engine, before it is sent.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - engine: The engine.
    ///   - past: What earlier runs on the engine used.
    ///   - way: By itself or in a batch.
    /// - Returns: The range; nil is unpriced.
    public func estimate(
        _ order: Order, on engine: Engine, past: [PastUse] = [], way: Price.Way = .direct
    ) -> Cost? {
        if engine.isFree { return .nothing(engine, .estimate) }
        let own = price(of: order.model, on: engine.id).flatMap {
            Estimate(price: $0, order: order, past: past, way: way).cost
        }
        guard let model = engine.outerModel else { return own }
        guard let own, let price = price(of: model, on: engine.id) else { return nil }
        return Estimate.outer(price, order).map(own.adding)
    }

    /// The price of a model on an engine; nil is unpriced.
    public func price(of model: String, on engine: String) -> Price? {
        let fitting = prices.filter {
            $0.model == model && ($0.engines.isEmpty || $0.engines.contains(engine))
        }
        return fitting.first { $0.isOwn && !$0.engines.isEmpty } ?? fitting.first
    }
}
