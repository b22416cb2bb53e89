/// Every subject and place that the engine can draw, in the order of their file names.
struct ArtLibrary: Sendable {
    let subjects: [Subject]
    let places: [Place]
    /// Files that break the format, and how; empty in a healthy build, as a test proves.
    let faults: [String]

    init(files: [(path: StaticString, text: StaticString)] = EmbeddedArt.all) {
        var subjects: [Subject] = []
        var places: [Place] = []
        var faults: [String] = []
        for file in files.map({ (path: "\($0.path)", text: $0.text) })
            .sorted(by: { $0.path < $1.path }) where file.path.hasSuffix(".svg")
        {
            do {
                if file.path.hasPrefix("places/") {
                    places.append(try Place(file: file.path, text: file.text))
                } else {
                    subjects.append(try Subject(file: file.path, text: file.text))
                }
            } catch {
                faults.append("\(file.path): \(error)")
            }
        }
        self.subjects = subjects
        self.places = places
        self.faults = faults
    }

    func place(_ name: String) -> Place? {
        places.first { $0.file == "places/\(name).svg" }
    }
}
