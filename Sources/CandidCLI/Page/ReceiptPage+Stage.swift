import Candid
import Pixels

/// The pictures.
extension ReceiptPage {
    var stage: HTML {
        let before = receipt.order.inputs?.first
        var figures: [HTML] = []
        if let before { figures.append(figure(before.digest, "Before", before.size, of: [])) }
        for (index, picture) in receipt.pictures.enumerated() {
            let name =
                before != nil && receipt.pictures.count == 1
                ? "After" : receipt.pictures.count > 1 ? "Picture \(index + 1)" : ""
            figures.append(figure(picture.digest, name, picture.size, of: marks(on: picture)))
        }
        guard !figures.isEmpty else {
            return "<div class=\"stage none\"><p>No picture was made.</p></div>"
        }
        let form = figures.count > 1 ? "stage many" : "stage"
        return "<div class=\"\(form)\">\(figures)</div>"
    }

    private func figure(
        _ digest: Digest, _ name: String, _ size: Size?, of marks: [HTML]
    ) -> HTML {
        let caption: HTML =
            name.isEmpty ? .none : "<figcaption>\(name)</figcaption>"
        guard let file = files[digest] else {
            return """
                <figure>\(caption)<p class="gone">The picture is no longer in the store.<br>\
                <span class="digest">sha256 \(digest)</span></p></figure>
                """
        }
        let shape: HTML = size.map { "width=\"\($0.width)\" height=\"\($0.height)\"" } ?? .none
        let words = (name.isEmpty ? "" : name + ": ") + imageText(digest, name)
        return """
            <figure>\(caption)<div class="ph"><img alt="\(words)" \(shape) \
            src="\(Page.address(file))">\(marks)</div></figure>
            """
    }

    /// What stands in the place of a picture that can't be seen.
    private func imageText(_ digest: Digest, _ name: String) -> String {
        if let told = receipt.descriptions.first(where: { $0.picture == digest }) {
            return "described as: \(told.description.caption)"
        }
        return name == "Before" ? "the picture to change" : "made for: \(receipt.asked.text)"
    }

    /// The places in the evidence, each with the number under which the checks name it.
    private func marks(on picture: Picture) -> [HTML] {
        guard let size = picture.size, size.width > 0, size.height > 0 else { return [] }
        return places.filter { $0.picture == picture.digest }.map { place in
            let shares = [
                (place.box.x, size.width), (place.box.y, size.height),
                (place.box.width, size.width), (place.box.height, size.height),
            ].map { String(Double($0.0 * 10000 / $0.1) / 100) }
            return """
                <i class="box" style="left:\(shares[0])%;top:\(shares[1])%;width:\(shares[2])%;\
                height:\(shares[3])%"><b>\(place.number)</b></i>
                """
        }
    }

    /// A place that a verdict rests on.
    struct Place {
        let number: Int
        let picture: Digest
        let claim: String
        let box: PictureBox
    }

    /// The places of all judgements, numbered through.
    var places: [Place] {
        var places: [Place] = []
        for judgement in receipt.judgements {
            for verdict in judgement.verdicts {
                for evidence in verdict.evidence where evidence.question == nil {
                    guard let box = evidence.box else { continue }
                    places.append(
                        Place(
                            number: places.count + 1, picture: judgement.picture,
                            claim: verdict.claim.id, box: box))
                }
            }
        }
        return places
    }
}
