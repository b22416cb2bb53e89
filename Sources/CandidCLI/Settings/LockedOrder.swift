import Candid
import Foundation

/// An order that is what a lock holds, or a refusal with the difference.
struct LockedOrder {
    let settings: Settings
    let order: Order
    let use: LockUse

    /// Checks the command's words against a lock.
    ///
    /// Only the lock and the flags count: what settings files say is not locked, so it is left out.
    init(_ name: String, _ command: GenerateCommand) throws {
        let place = command.binding.place
        let lock = try place.lock(named: name, in: try place.read())
        let hasPrompt = command.prompt != nil || command.promptFile != nil
        let source = hasPrompt ? try command.source().read() : nil
        let values = try LockValues.single(command.binding.value)
        var options = command.picture
        options.fill(from: lock.parameters)
        var settings = try command.common.settings(
            options.flags.merging(command.result.flags).merging(try command.money.flags())
                .merging(command.checks.flags).merging(command.delivery.flags))
        settings.takePicture(from: options.flags)
        let prompt = source?.prompt ?? lock.template.expanded(with: values)
        let order = try settings.order(
            prompt ?? lock.template.source, try settings.engine(), options,
            try GivenPictures(options))
        switch lock.check(source?.prompt, parameters: order.lockedParameters, values: values) {
        case .unchanged(let expansion):
            (self.settings, self.order) = (settings, order)
            use = LockUse(lock, expansion)
        case .refused(let differences):
            let list = differences.map { "  \($0)" }.joined(separator: "\n")
            throw CommandFailure(
                .refusedByUs,
                "this is not what the lock “\(name)” holds, so nothing was sent:\n\(list)")
        }
    }
}
