import Candid
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Serves whatever answers requests over HTTP.
public enum Host {}
