import Candid

extension Setting {
    /// Who looks at pictures, and how each speaker and judge is reached.
    static let judges: [Setting] = {
        let speakers = (try? SpeakerCatalogue.included().speakers) ?? []
        return [
            Setting(
                key: "judge", variable: "CANDID_JUDGE",
                summary:
                    "Who judges pictures, such as openai or ollama/qwen3-vl; none for nobody.",
                path: \.judge),
            Setting(
                key: "speaker", variable: "CANDID_SPEAKER",
                summary: "Who designs prompts, such as openai or ollama/NAME; none for nobody.",
                path: \.speaker),
        ] + speakers.filter { !$0.isEmbedded }.flatMap(speaker)
    }()

    private static func speaker(_ speaker: Speaker) -> [Setting] {
        let id = speaker.id
        let prefix = "CANDID_SPEAKER_" + id.uppercased().replacing("-", with: "_")
        let sharing = speaker.shares.map { "; without it engines.\($0).key" } ?? ""
        return [
            Setting(
                key: "speakers.\(id).key", variable: speaker.keyVariable ?? prefix + "_KEY",
                summary: "The key for the speaker \(id)\(sharing).", isSecret: true,
                isPersonal: true, path: \.[speaker: id].key),
            Setting(
                key: "speakers.\(id).base_url", variable: prefix + "_BASE_URL",
                summary: "The address of the speaker \(id), up to and including the version.",
                isPersonal: true, path: \.[speaker: id].base_url),
        ]
    }
}
