/// A service that draws, with its models, their limits and its promises, as data.
public struct Engine: Identifiable, Hashable, Sendable, Codable {
    /// The wire that a service speaks.
    public enum Dialect: String, Hashable, Sendable, Codable, CaseIterable {
        /// OpenAI's Images API, spoken by many.
        case openAIImages = "openai_images"
        /// OpenAI's Responses API with its image tool.
        case openAIResponses = "openai_responses"
        /// Google's `generateContent`.
        case gemini
        /// stable-diffusion.cpp's own asynchronous API.
        case sdServer = "sd_server"
        /// AUTOMATIC1111's `/sdapi/v1`.
        case automatic1111
        /// ComfyUI's graphs.
        case comfyUI = "comfyui"
    }

    /// How pictures to change are sent.
    public enum EditForm: String, Hashable, Sendable, Codable {
        /// As files of a form.
        case multipart
        /// As data URLs in JSON.
        case json
    }

    /// The name by which people choose it.
    public var id: String
    /// What it is, in one sentence.
    public var summary: String
    /// The wire that it speaks.
    public var dialect: Dialect
    /// Its usual address; nil where everybody has their own.
    public var address: String?
    /// The environment variable that usually holds its key.
    public var keyVariable: String?
    /// Whether it answers nobody without a key.
    public var needsKey: Bool
    /// Whether it runs in this process.
    public var isEmbedded: Bool
    /// Whether nobody is charged for its pictures.
    public var isFree: Bool
    /// The model that is used when none is named.
    public var defaultModel: String
    /// Whether models that the catalogue does not know may be named; their limits are unknown then.
    public var opensModels: Bool
    /// How pictures to change are sent, where a service takes only one way; nil is multipart.
    public var editForm: EditForm?
    /// The language model that stands before the image model, where there is one.
    public var outerModel: String?
    /// What it can promise about the words, whatever the model.
    public var promises: Promises
    /// The models.
    public var models: [Model]
    /// Models that no longer answer, with what took their place.
    public var retired: [RetiredModel]

    private enum CodingKeys: String, CodingKey {
        case id, summary, dialect, address
        case keyVariable = "key_variable"
        case needsKey = "needs_key"
        case isEmbedded = "embedded"
        case isFree = "free"
        case defaultModel = "default_model"
        case opensModels = "open_models"
        case editForm = "edit_form"
        case outerModel = "outer_model"
        case promises, models, retired
    }
}

/// A model that no longer answers.
public struct RetiredModel: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// The day from which it does not answer, such as `2026-05-12`.
    public var since: String
    /// What took its place.
    public var replacement: String
}

/// What a model takes.
///
/// A nil limit is an unknown one: the order passes, and the service decides.
public struct Model: Hashable, Sendable, Codable {
    /// How a model treats a mask.
    public enum MaskUse: String, Hashable, Sendable, Codable {
        /// Nothing outside changes.
        case obeyed
        /// The outside may change too.
        case hint
        /// It takes none.
        case none
    }

    /// The engine's own name for it.
    public var name: String
    /// The longest prompt, in Unicode scalars.
    public var promptLimit: Int?
    /// The sizes.
    public var sizes: SizeRule?
    /// The most pictures in one request.
    public var maximumCount: Int?
    /// Whether a seed can be sent.
    public var takesSeed: Bool
    /// Whether it has a field for what must not be seen.
    public var takesNegative: Bool?
    /// The words for quality.
    public var qualities: [String]?
    /// The words for style; empty where a style can't be sent.
    public var styles: [String]?
    /// The file formats.
    public var formats: [PictureFormat]?
    /// The words for the ground.
    public var backgrounds: [String]?
    /// The formats that can have a transparent ground; nil is unknown.
    public var transparentFormats: [PictureFormat]?
    /// What is less, where a format is asked that can do less.
    public var formatLimits: [String: FormatLimit]?
    /// The most unfinished pictures on the way; 0 where it shows none.
    public var maximumPartials: Int?
    /// The most pictures to change or to look at; 0 where it takes none.
    public var maximumInputs: Int?
    /// The formats of pictures that it takes.
    public var inputFormats: [PictureFormat]?
    /// The largest picture that it takes, in bytes.
    public var maximumInputBytes: Int?
    /// The largest mask, in bytes.
    public var maximumMaskBytes: Int?
    /// How it treats a mask.
    public var mask: MaskUse?
    /// Whether it takes hints that are drawn over the base.
    public var takesMarkup: Bool?
    /// What is less where a picture is to be changed; nil is the same as for new ones.
    public var edits: EditLimit?
    /// What it takes as a command where it stands in a prompt: such a prompt can't be sent as words.
    public var commands: [String]?
    /// Parameters beyond the usual ones, by their names on the wire.
    public var options: [String: OptionRule]?
    /// How long a picture takes, from and to, in seconds.
    public var seconds: [Double]?
    /// The day from which it will not answer, such as `2026-12-01`.
    public var shutdownDate: String?
    /// What takes its place then; nil where nobody says.
    public var replacement: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case promptLimit = "prompt_limit"
        case sizes
        case maximumCount = "max_n"
        case takesSeed = "seed"
        case takesNegative = "negative"
        case qualities, styles, formats, backgrounds
        case transparentFormats = "transparent_formats"
        case formatLimits = "format_limits"
        case maximumPartials = "max_partial_images"
        case maximumInputs = "max_inputs"
        case inputFormats = "input_formats"
        case maximumInputBytes = "max_input_bytes"
        case maximumMaskBytes = "max_mask_bytes"
        case mask
        case takesMarkup = "markup"
        case edits, commands, options, seconds
        case shutdownDate = "shutdown_date"
        case replacement
    }

    /// A model whose limits nobody told us.
    init(unknown name: String) {
        self.name = name
        takesSeed = false
    }
}

/// What a model can't do in one format although it can in others.
public struct FormatLimit: Hashable, Sendable, Codable {
    /// The most pictures in one request.
    public var maximumCount: Int?
    /// Whether it can be streamed; nil is yes.
    public var streams: Bool?
    /// Whether a mask can go with it; nil is yes.
    public var takesMask: Bool?

    private enum CodingKeys: String, CodingKey {
        case maximumCount = "max_n"
        case streams
        case takesMask = "mask"
    }
}

/// What a model can't do to a picture although it can to a new one.
public struct EditLimit: Hashable, Sendable, Codable {
    /// The most pictures in one request.
    public var maximumCount: Int?
    /// The file formats.
    public var formats: [PictureFormat]?
    /// What stays as it is in the picture and can't be sent: `size`, `style`, `background`.
    public var keeps: [String]?

    private enum CodingKeys: String, CodingKey {
        case maximumCount = "max_n"
        case formats, keeps
    }
}

/// Which sizes a model draws.
public struct SizeRule: Hashable, Sendable, Codable {
    /// The only sizes, where there is a list.
    public var list: [Size]?
    /// The number that both sides must divide by.
    public var multiple: Int?
    /// The shortest side in pixels.
    public var minimumSide: Int?
    /// The longest side in pixels.
    public var maximumSide: Int?
    /// The fewest pixels.
    public var minimumPixels: Int?
    /// The most pixels.
    public var maximumPixels: Int?
    /// The largest ratio of the long side to the short one.
    public var maximumRatio: Double?
    /// What other sizes there are, in words.
    public var note: String?

    private enum CodingKeys: String, CodingKey {
        case list, multiple
        case minimumSide = "min_side"
        case maximumSide = "max_side"
        case minimumPixels = "min_pixels"
        case maximumPixels = "max_pixels"
        case maximumRatio = "max_ratio"
        case note
    }
}

extension SizeRule {
    /// Why a size does not fit; nil where it does.
    func objection(to size: Size) -> String? {
        let (width, height) = (size.width, size.height)
        guard width > 0, height > 0 else { return "both sides must be more than 0" }
        if let list { return list.contains(size) ? nil : "not among this model's sizes" }
        if let multiple, width % multiple != 0 || height % multiple != 0 {
            return "both sides must divide by \(multiple)"
        }
        if let minimumSide, min(width, height) < minimumSide {
            return "the shorter side must be at least \(minimumSide)"
        }
        if let maximumSide, max(width, height) > maximumSide {
            return "the longer side must be at most \(maximumSide)"
        }
        // Sides are bounded by now or multiplied without overflow in Double.
        let pixels = Double(width) * Double(height)
        if let minimumPixels, pixels < Double(minimumPixels) {
            return "it must have at least \(minimumPixels) pixels"
        }
        if let maximumPixels, pixels > Double(maximumPixels) {
            return "it must have at most \(maximumPixels) pixels"
        }
        let ratio = Double(max(width, height)) / Double(min(width, height))
        if let maximumRatio, ratio > maximumRatio {
            return "one side must be at most \(Int(maximumRatio)) times the other"
        }
        return nil
    }

    /// The rule in words.
    var description: String {
        if let list {
            let sizes = list.map(\.description).joined(separator: ", ")
            return sizes + (note.map { "; \($0)" } ?? "")
        }
        var parts: [String] = []
        if let minimumSide { parts.append("sides from \(minimumSide)") }
        if let maximumSide { parts.append("sides to \(maximumSide)") }
        if let multiple, multiple > 1 { parts.append("sides that divide by \(multiple)") }
        if let minimumPixels { parts.append("at least \(minimumPixels) pixels") }
        if let maximumPixels { parts.append("at most \(maximumPixels) pixels") }
        if let maximumRatio { parts.append("at most 1:\(Int(maximumRatio))") }
        return parts.joined(separator: ", ")
    }
}
