import Foundation
import PackagePlugin

/// Turns the text files of a target's folder `Art/` or `Assets/` into Swift source.
///
/// A target that asks for the plugin gets one `enum Embedded<Folder>` for each such folder. The
/// folder is walked at every build, so adding a file is only dropping it there; list the folder
/// under `exclude:` so that SwiftPM doesn't ask what its files are.
@main
struct EmbedFiles: BuildToolPlugin {
    /// The folders that are embedded when a target has them.
    static let folders = ["Art", "Assets"]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SourceModuleTarget else { return [] }
        let tool = try context.tool(named: "EmbedFilesTool")
        return Self.folders.compactMap { folder in
            let source = target.directoryURL.appending(path: folder)
            let files = Self.files(under: source)
            guard !files.isEmpty else { return nil }
            let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(folder).swift")
            return .buildCommand(
                displayName: "Embedding \(files.count) files of \(target.name)/\(folder)",
                executable: tool.url,
                arguments: [source.path(), output.path()] + files.map { $0.path() },
                inputFiles: files,
                outputFiles: [output])
        }
    }

    private static func files(under folder: URL) -> [URL] {
        let walk = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.isRegularFileKey],
            options: [.skipsHiddenFiles])
        let urls = (walk?.allObjects ?? []).compactMap { $0 as? URL }
        return urls.filter { url in
            (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
        }.sorted { $0.path() < $1.path() }
    }
}
