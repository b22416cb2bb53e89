public import Candid

extension World {
    /// The same world, in which the embedded engine answers at its own address, offline.
    public var sketching: World {
        answering(SketchResponder.address, with: SketchResponder.responder)
    }
}
