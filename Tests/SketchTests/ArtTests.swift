import Testing

@testable import Sketch

@Suite struct ArtTests {
    static let library = ArtLibrary()
    static let files = EmbeddedArt.all.map { "\($0.path)" }.filter { $0.hasSuffix(".svg") }

    @Test func `every file's head follows the format`() {
        #expect(Self.library.faults == [])
    }

    @Test func `there are at least sixty subjects and the places of the specification`() {
        let names = Set(Self.library.subjects.map(\.name))
        #expect(names.count >= 60)
        for place in [
            "plain", "studio", "street", "beach", "forest", "mountains", "city", "room", "sea",
        ] {
            #expect(Self.library.place(place) != nil, "\(place)")
        }
    }

    @Test(arguments: files)
    func `a file parses and uses only what the format allows`(path: String) throws {
        let file = try #require(EmbeddedArt.all.first { "\($0.path)" == path })
        let root = try MarkupParser.root(of: file.text)
        let allowed: Set<String> = [
            "svg", "defs", "g", "path", "rect", "circle", "ellipse", "polygon", "polyline", "line",
            "linearGradient", "radialGradient", "stop", "clipPath", "pattern", "use", "mask",
            "symbol",
            "title", "desc",
        ]
        for node in root.everything {
            #expect(allowed.contains(node.name), "<\(node.name)>")
            if let id = node["id"] { #expect(id.hasPrefix("_"), "id \(id)") }
        }
    }

    @Test(arguments: files)
    func `every colour token of a file names a part`(path: String) throws {
        let file = try #require(EmbeddedArt.all.first { "\($0.path)" == path })
        let root = try MarkupParser.root(of: file.text)
        let parts = Set(try root.colours().map(\.name)).union(["sky", "haze", "light"])
        for attribute in root.everything.flatMap(\.attributes) where attribute.value.hasPrefix("{")
        {
            let name = attribute.value.dropFirst().prefix { $0.isLetter }
            #expect(parts.contains(String(name)), "\(attribute.value)")
        }
    }

    @Test func `no two plain subjects share their first name`() {
        var seen: Set<String> = []
        for subject in Self.library.subjects where subject.when.isEmpty {
            #expect(seen.insert(subject.name).inserted, "\(subject.file): \(subject.name)")
        }
    }

    @Test func `every subject has a Korean name`() {
        for subject in Self.library.subjects { #expect(!subject.korean.isEmpty, "\(subject.file)") }
    }

    @Test func `a broken file is named with its fault`() {
        let library = ArtLibrary(files: [("subjects/x.svg", "<svg viewBox=\"0 0 1 1\"></svg>")])
        #expect(library.faults == ["subjects/x.svg: data-names is missing"])
    }
}
