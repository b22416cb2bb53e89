/// Writes down what a picture shows.
struct Record {
    let composition: Composition
    let painter: ScenePainter

    var scene: SceneRecord {
        let stage = composition.stage
        var ground: [String: String] = [:]
        if let place = stage.place {
            for part in place.parts { ground[part.name] = part.colour.hex }
            if let colour = composition.wish.ground { ground["main"] = colour.hex }
        }
        return SceneRecord(
            engine: EngineVersion.description, width: Int(stage.width), height: Int(stage.height),
            seed: composition.seed, style: composition.style.rawValue,
            place: stage.place?.name ?? "transparent", ground: ground,
            light: composition.light.rawValue, weather: composition.wish.weather.map(\.rawValue),
            things: things, lettering: painter.lettered.map(\.record))
    }

    private var things: [SceneRecord.Thing] {
        composition.items.flatMap(\.family).enumerated().map { depth, item in
            let thing = composition.wish.things[item.thing]
            var colours: [String: String] = [:]
            for part in item.colours { colours[part.part] = part.colour.hex }
            let relation = thing.relation.flatMap { relation in
                relation.to.first.map { host in
                    SceneRecord.Relation(
                        kind: relation.kind.rawValue, to: composition.wish.things[host].name)
                }
            }
            return SceneRecord.Thing(
                name: thing.name, file: item.subject.file, index: item.copy + 1,
                count: thing.count, colours: colours, material: thing.material?.name,
                box: painter.bounds(of: item).pixels, depth: depth, relation: relation)
        }
    }

    /// The reader's list and what only showed while drawing.
    func notDrawn(in prompt: String) -> [NotDrawn] {
        var list = composition.wish.notDrawn
        for piece in painter.lettered where !piece.missing.isEmpty {
            let glyphs = String(piece.missing)
            list.append(
                NotDrawn(
                    word: glyphs, range: piece.range,
                    reason: "no pinned font has a glyph for \(glyphs)"))
        }
        return list.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
