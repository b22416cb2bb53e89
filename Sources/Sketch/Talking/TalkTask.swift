import Candid

/// What a conversation asks of the talker, told from the form of the answer and from the words.
enum TalkTask: Equatable {
    /// To design so many prompts.
    case plan(count: Int)
    /// To expand a prompt.
    case expand
    /// To say what a prompt negates in positive words.
    case rephrase
    /// To tell what a picture shows.
    case describe
    /// To answer a question about a picture by yes or no.
    case look
    /// To name what a picture shows in a few words.
    case name
    /// To say what it can do.
    case introduce

    /// Reads a question; nil where its schema is of none of these tasks.
    init?(_ question: Question, _ form: AnswerForm?) {
        let words = Self.words(of: question)
        if let form, !form.fields.isEmpty {
            guard let task = Self.task(of: form, words, question) else { return nil }
            self = task
        } else {
            self = Self.task(of: words, question)
        }
    }

    /// What the person says: the last message, or the first where our own JSON was sent back to us.
    static func subject(of question: Question) -> String {
        let said = question.messages.filter { $0.role == .person }
        let isRepair = question.messages.contains {
            $0.role == .speaker && JSONValue(text: $0.text)?.object != nil
        }
        return (isRepair ? said.first : said.last)?.text ?? ""
    }

    private static func words(of question: Question) -> String {
        "\(question.system ?? "")\n\(subject(of: question))".lowercased()
    }

    private static func task(
        of form: AnswerForm, _ words: String, _ question: Question
    ) -> TalkTask? {
        if let list = form.promptList {
            return .plan(count: form.count(of: list) ?? asked(in: words) ?? 3)
        }
        if !question.pictures.isEmpty {
            if form.answers != nil { return .look }
            if form.fields.contains("words") { return .name }
            let isDescription = ["caption", "seen"].contains { name in
                AnswerForm.names[name]?.contains { form.fields.contains($0) } == true
            }
            return isDescription ? .describe : nil
        }
        let names = AnswerForm.names["prompt"] ?? []
        guard names.contains(where: { form.fields.contains($0) }) else { return nil }
        return isAboutNegation(words) ? .rephrase : .expand
    }

    private static func task(of words: String, _ question: Question) -> TalkTask {
        if !question.pictures.isEmpty {
            return isYesOrNo(subject(of: question)) ? .look : .describe
        }
        if isAboutNegation(words) { return .rephrase }
        let asks = { (list: [String]) in list.contains { words.contains($0) } }
        if asks(["variant", "variation", "alternative", "versions of", "design prompts"]) {
            return .plan(count: asked(in: words) ?? 3)
        }
        let isExpansion = asks(["expand", "enhance", "improve", "elaborate", "embellish", "enrich"])
        return isExpansion ? .expand : .introduce
    }

    private static func isAboutNegation(_ words: String) -> Bool {
        ["negat", "positive word", "rephrase", "says what must not be seen"].contains {
            words.contains($0)
        }
    }

    private static func isYesOrNo(_ text: String) -> Bool {
        let first = text.lowercased().split { !$0.isLetter }.first.map(String.init) ?? ""
        return ["is", "are", "can", "does", "do", "has", "have", "was", "count", "look"]
            .contains(first) && text.contains("?")
    }

    /// The first number that stands before a word for prompts.
    private static func asked(in words: String) -> Int? {
        let spelt = ["two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10]
        let tokens = words.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for (index, token) in tokens.enumerated() {
            guard let count = Int(token) ?? spelt[token], 1...Plan.limit ~= count else { continue }
            let next = tokens[(index + 1)...].prefix(3)
            let isOfPrompts = next.contains { word in
                ["prompt", "variant", "variation", "version", "alternative", "idea", "of"]
                    .contains { word.hasPrefix($0) }
            }
            if isOfPrompts { return count }
        }
        return nil
    }
}
