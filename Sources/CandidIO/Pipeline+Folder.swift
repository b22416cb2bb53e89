public import Candid
public import Foundation

extension Pipeline {
    /// A pipeline to an engine of the catalogue, whose ledger and pictures lie in a folder.
    ///
    /// ```swift
    /// let pipeline = try Pipeline(engine: "openai", key: key, in: folder)
    /// let receipt = try await pipeline.make("a red pear on a blue plate")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The engine, by its name in the catalogue.
    ///   - key: The key, for a service that needs one.
    ///   - address: Where the service is reached; nil is the catalogue's own address.
    ///   - folder: Where the ledger is, or is to be; the pictures lie beside it.
    ///   - world: The outside; give `World.live().sketching` to draw offline with `sketch`.
    /// - Throws: ``Refusal`` for an engine that nobody knows, or that has no address or no key;
    ///   ``LedgerProblem``.
    public init(
        engine name: String, key: String? = nil, at address: String? = nil, in folder: URL,
        world: World = .live()
    ) throws {
        let catalogue = try Catalogue.included()
        let engine = try catalogue.engine(named: name)
        guard let address = address ?? engine.address else {
            throw Refusal(
                field: "engine", reason: "\(name) has no address of its own",
                wayOut: "Say where it is reached.")
        }
        guard key != nil || !engine.needsKey else {
            throw Refusal(field: "key", reason: "\(name) needs a key", wayOut: "Give one.")
        }
        self.init(
            provider: try engine.provider(Access(address, key: key)),
            ledger: try SQLiteLedger(folder: folder),
            pictures: FilePictureStore(folder: folder.appending(path: "pictures")), world: world)
        routes = catalogue.engines
        prices = try PriceList.included()
    }
}
