import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid lock`: prompts and parameters frozen by digest in `candid.lock`.
struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Freeze prompts and their parameters, so that a changed one refuses to run.",
        discussion: """
            candid.lock is JSON that a person can read and a diff can show. A prompt may have \
            places for declared values: {product}; {{ and }} are braces.

            Examples:
              candid lock add hero "a photo of {product} on a white table" \
            --value "product=a mug" --value "product=a bowl" --size 1024x1024
              candid generate --lock hero --value "product=a mug"
              candid lock check
            """,
        subcommands: [Add.self, Check.self, Update.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Freeze a prompt under a new name.")

        @OptionGroup var text: LockedText

        func run() throws {
            var file = try text.place.read()
            guard file[text.name] == nil else {
                throw CommandFailure(
                    .refusedByUs,
                    "there is a lock “\(text.name)” already. candid lock update changes it.")
            }
            let lock = try text.lock()
            do { try file.add(lock) } catch { throw CommandFailure(.badInput, "\(error)") }
            try text.place.write(file)
            try text.tell(lock, "locked")
        }
    }

    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update", abstract: "Freeze another prompt under a name that is there.",
            discussion: """
                What is not named stays as it was: the prompt, each parameter, and the values of each \
                variable.
                """)

        @OptionGroup var text: LockedText

        func run() throws {
            var file = try text.place.read()
            let old = try text.place.lock(named: text.name, in: file)
            let lock = try text.lock(inPlaceOf: old)
            _ = file.update(lock)
            try text.place.write(file)
            if !text.common.json {
                for line in lock.changes(from: old) { Terminal.error.say(line) }
            }
            try text.tell(lock, "updated")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say whether locks are as they were made, and prompts are as locked.",
            discussion: "Exit code 0 if nothing was changed, 4 if anything was.")

        @Argument(help: "A lock's name; all of them without one.")
        var name: String?

        @Argument(help: "A prompt that must be what the lock holds; - for standard input.")
        var prompt: String?

        @Option(help: ArgumentHelp("A value, such as product=a mug.", valueName: "name=value"))
        var value: [String] = []

        @OptionGroup var place: LockPlace
        @OptionGroup(title: "Settings") var common: CommonOptions

        func run() throws {
            let file = try place.read(mustBeThere: true)
            let locks = try name.map { [try place.lock(named: $0, in: file)] } ?? file.locks
            let asked = try prompt.map {
                try PromptSource(argument: $0, file: nil, isRaw: false).read().prompt
            }
            let values = try LockValues.single(value)
            let rows = locks.map { lock in
                LockCheckDocument.Row(lock, lock.differences(asked, values))
            }
            if common.json {
                Console.printJSON(LockCheckDocument(locks: rows))
            } else {
                for row in rows { row.tell() }
            }
            guard rows.allSatisfy(\.unchanged) else { throw ExitStatus.refusedByUs.code }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the locks.")

        @OptionGroup var place: LockPlace
        @OptionGroup(title: "Settings") var common: CommonOptions

        func run() throws {
            let file = try place.read(mustBeThere: true)
            guard !common.json else {
                return Console.printJSON(LockListDocument(locks: file.locks.map { .init($0) }))
            }
            for lock in file.locks {
                let short = lock.digest.description.prefix(12)
                Terminal.output.say(
                    "\(Terminal.output.bold(lock.name))  \(short)  \(Terminal.visible(lock.template.source.text))"
                        + (lock.isIntact ? "" : Terminal.output.red("  changed after it was made")))
            }
        }
    }
}

/// The text, parameters and values of a lock to be made.
struct LockedText: ParsableArguments {
    @Argument(help: "The lock's name.")
    var name: String

    @Argument(help: "The prompt, with {places} for values; - for standard input.")
    var prompt: String?

    @Option(help: ArgumentHelp("Read the prompt from a file.", valueName: "file"))
    var promptFile: String?

    @Flag(help: "Keep the last line ending of a prompt from a file or standard input.")
    var raw = false

    @Option(help: ArgumentHelp("An allowed value, such as product=a mug.", valueName: "name=value"))
    var value: [String] = []

    @OptionGroup(title: "The picture") var picture: PictureOptions
    @OptionGroup var place: LockPlace
    @OptionGroup(title: "Settings") var common: CommonOptions

    /// The lock; what is not named is the old one's.
    func lock(inPlaceOf old: Lock? = nil) throws -> Lock {
        let source =
            if let old, prompt == nil, promptFile == nil {
                PromptSource.Reading(prompt: old.template.source)
            } else {
                try PromptSource(argument: prompt, file: promptFile, isRaw: raw).read()
            }
        var picture = picture
        picture.fill(from: old?.parameters ?? [:])
        var settings = try common.settings(picture.flags, promptFile: source.settings)
        if old != nil { settings.takePicture(from: picture.flags.merging(source.settings)) }
        let order = try settings.order(
            source.prompt, try settings.engine(), picture, try GivenPictures(picture))
        do {
            let template = try Template(source.prompt)
            let named = try LockValues.several(value)
            let kept = (old?.variables ?? [:]).filter { template.variables.contains($0.key) }
            return try Lock(
                name: name, template: template, parameters: order.lockedParameters,
                variables: kept.merging(named) { $1 })
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.badInput, "\(error)")
        }
    }

    func tell(_ lock: Lock, _ word: String) throws {
        guard !common.json else {
            return Console.printJSON(LockListDocument(locks: [.init(lock)]))
        }
        Terminal.output.say("\(word) \(lock.name)  \(lock.digest)")
    }
}
