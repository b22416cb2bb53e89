/// The paper under drawings that are made on paper.
struct Sheet {
    let stage: Stage

    func plain(_ colour: Colour) -> String {
        "<rect width=\"\(stage.width)\" height=\"\(stage.height)\" fill=\"\(colour.hex)\"/>"
    }

    /// Blue paper with a grid, a frame and worn edges.
    func blueprint() -> String {
        let fine = stage.unit / 48
        let margin = stage.unit * 0.03
        return """
            <radialGradient id="blue" cx=".45" cy=".4" r=".85"><stop offset="0" stop-color="#2262a8"/>\
            <stop offset="1" stop-color="#154377"/></radialGradient><pattern id="fine" width="\(fine)" \
            height="\(fine)" patternUnits="userSpaceOnUse"><path d="M0 0H\(fine)M0 0V\(fine)" \
            stroke="#fff" stroke-opacity=".13" stroke-width="\(stage.unit * 0.0009)"/></pattern>\
            <pattern id="coarse" width="\(fine * 6)" height="\(fine * 6)" \
            patternUnits="userSpaceOnUse"><path d="M0 0H\(fine * 6)M0 0V\(fine * 6)" stroke="#fff" \
            stroke-opacity=".2" stroke-width="\(stage.unit * 0.0016)"/></pattern><rect width="\
            \(stage.width)" height="\(stage.height)" fill="url(#blue)"/><rect width="\(stage.width)" \
            height="\(stage.height)" fill="url(#fine)"/><rect width="\(stage.width)" height="\
            \(stage.height)" fill="url(#coarse)"/><rect x="\(margin)" y="\(margin)" width="\
            \(stage.width - 2 * margin)" height="\(stage.height - 2 * margin)" fill="none" \
            stroke="#fff" stroke-opacity=".75" stroke-width="\(stage.unit * 0.002)"/>
            """
    }
}
