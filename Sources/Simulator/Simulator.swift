import Candid
import NIOCore
import Sketch

/// Providers to try clients against, drawn by the embedded engine.
public enum Simulator {}
