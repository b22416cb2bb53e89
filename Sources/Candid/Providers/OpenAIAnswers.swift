/// What OpenAI's Images API, and whoever speaks it, gives back.
///
/// Fields that we do not know are left alone; those of the embedded engine stand under `sketch`.
enum OpenAIAnswer {
    /// Reads the body of a reply that holds its pictures.
    static func read(_ json: JSONValue, requestID: String?) throws(ProviderFailure) -> Answer {
        let (answer, addresses) = try readNaming(json, requestID: requestID)
        guard addresses.isEmpty else {
            throw .unreadable(status: 200, detail: "the answer names pictures and holds none")
        }
        return answer
    }

    /// Reads the body of a reply that may only name its pictures.
    ///
    /// - Returns: The answer, in which a picture that is elsewhere is empty, and where those are.
    static func readNaming(
        _ json: JSONValue, requestID: String?
    ) throws(ProviderFailure) -> (Answer, [String]) {
        guard let data = json["data"]?.list else {
            throw .unreadable(status: 200, detail: "the answer of an Images API has no “data”")
        }
        guard !data.isEmpty else {
            throw .unreadable(status: 200, detail: "the answer holds no picture")
        }
        var pictures: [ReceivedPicture] = []
        var addresses: [String] = []
        for (index, item) in data.enumerated() {
            if item["b64_json"] == nil, let address = item["url"]?.text {
                addresses.append(address)
                pictures.append(ReceivedPicture(bytes: [], revised: revised(item)))
            } else {
                pictures.append(try picture(item, at: "data[\(index)]"))
            }
        }
        var report = report(json)
        report.requestID = requestID
        return (Answer(pictures: pictures, report: report), addresses)
    }

    /// Reads one event of a picture stream.
    static func read(_ event: WireEvent) throws(ProviderFailure) -> StreamStep {
        guard let json = event.data else { return .nothing }
        if let error = OpenAIError(json) { throw error.failure(status: 200) }
        let place = "an event of the stream"
        switch json["type"]?.text ?? event.name {
        case "image_generation.partial_image", "image_edit.partial_image":
            return .partial(
                index: json["partial_image_index"]?.whole ?? 0,
                try picture(json, at: place).file)
        case "image_generation.completed", "image_edit.completed":
            return .pictures(
                Answer(pictures: [try picture(json, at: place)], report: report(json)))
        case "error":
            throw .unreadable(status: 200, detail: "the stream reports an error without details")
        default: return .nothing
        }
    }

    private static func picture(
        _ item: JSONValue, at place: String
    ) throws(ProviderFailure) -> ReceivedPicture {
        guard let file = item["b64_json"]?.file else {
            throw .unreadable(status: 200, detail: "\(place) holds no picture as base64 text")
        }
        return ReceivedPicture(file, revised: revised(item))
    }

    private static func revised(_ item: JSONValue) -> Prompt? {
        item["revised_prompt"]?.text.map { Prompt($0) }
    }

    /// What is said beside the pictures.
    static func report(_ json: JSONValue) -> EngineReport {
        let names = ["size", "quality", "background", "output_format"]
        let used = names.compactMap { name in json[name]?.text.map { (name, $0) } }
        let sketch = json["sketch"]
        return EngineReport(
            version: sketch?["version"]?.text, used: Dictionary(uniqueKeysWithValues: used),
            seed: sketch?["seed"]?.natural,
            usage: usage(json["usage"]).merging(svgUsage(json)) { $1 },
            notDrawn: (sketch?["not_drawn"]?.list ?? []).compactMap(UndrawnWord.init),
            scenes: (sketch?["scenes"]?.list ?? []).compactMap(\.text))
    }

    /// The tokens of the model that writes SVG, which has a price of its own.
    static func svgUsage(_ json: JSONValue) -> [String: Int] {
        let counts = usage(json["svg_usage"]).map { ("svg_\($0)", $1) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// Tokens used, by OpenAI's names, the details' kinds before theirs.
    static func usage(_ json: JSONValue?) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (name, value) in json?.object ?? [:] {
            if let count = value.whole { counts[name] = count }
            guard name.hasSuffix("_tokens_details") else { continue }
            let side = name.dropLast("_tokens_details".count)
            for (kind, value) in value.object ?? [:] {
                if let count = value.whole { counts["\(side)_\(kind)"] = count }
            }
        }
        return counts
    }
}

extension UndrawnWord {
    /// Reads the record of a word.
    fileprivate init?(_ json: JSONValue) {
        guard let word = json["word"]?.text, let start = json["start"]?.whole,
            let end = json["end"]?.whole, let reason = json["reason"]?.text
        else { return nil }
        self.init(word: word, start: start, end: end, reason: reason)
    }
}
