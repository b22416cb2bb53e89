import NIOCore

/// What an order holds, whatever form it has.
struct OrderContent {
    struct File {
        let name: String
        let filename: String
        let type: String
        let digest: Digest
        let size: Int
    }

    enum Form: String {
        case json = "JSON"
        case multipart = "a form"
        case unreadable = "something unreadable"
    }

    let form: Form
    let leaves: [JSONLeaf]
    let files: [File]

    init(_ request: WireRequest) {
        let bytes = Array(request.bodyBytes)
        let type = request.headers["content-type"] ?? ""
        if let parts = try? MultipartReader.read(request.body, contentType: type) {
            form = .multipart
            leaves = parts.filter { $0.filename == nil }.map { part in
                let text = String(decoding: part.content.readableBytesView, as: UTF8.self)
                return JSONLeaf(path: part.name, value: .text(Prompt(text)))
            }
            files = parts.compactMap { part in
                part.filename.map { filename in
                    File(
                        name: part.name, filename: filename, type: part.type ?? "",
                        digest: Digest(of: part.content.readableBytesView),
                        size: part.content.readableBytes)
                }
            }
        } else {
            let read = JSONLeaves.read(bytes)
            form = read == nil ? .unreadable : .json
            leaves = read ?? []
            files = []
        }
    }
}
