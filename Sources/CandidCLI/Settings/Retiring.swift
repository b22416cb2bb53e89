import Candid
import Foundation

/// What is known of the end of the models in force.
extension Settings {
    /// The retirement of a model, where it is near.
    func retirement(of model: String, on engine: Engine) -> Retirement? {
        let found = engine.retirement(of: model, now: Timestamp(Date()))
        return found?.isNear == true ? found : nil
    }

    /// Says it where a model's end is near.
    func warnOfRetirement(of model: String, on engine: Engine) {
        guard let retirement = retirement(of: model, on: engine) else { return }
        Terminal.error.say("\(Terminal.error.yellow("warning:")) \(retirement.words)")
    }
}
