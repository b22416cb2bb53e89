import Pixels

extension EditContract {
    /// What must be true of the result.
    ///
    /// - Parameters:
    ///   - instruction: What was asked for; its deeds become claims too.
    ///   - hasRegion: Whether a mask says where it might change.
    /// - Returns: The claims: that it is a whole picture, that it changed, and how, and what stayed.
    public func claims(for instruction: Prompt?, hasRegion: Bool) -> [Claim] {
        var claims = [Claim(.whole), Claim(.changed)]
        if let instruction {
            let asked = SentenceReading(instruction.text, .asked).claims
            claims += asked.filter { $0.kind != .changed || $0.facet != nil }.map { claim in
                var claim = claim
                claim.id = ""
                claim.origin = .brief
                // What the words keep as well as the contract is one claim and not two.
                if claim.kind == .kept, case .subject(let name)? = claim.facet {
                    claim.subject = name
                }
                return claim
            }
        }
        claims += only.filter { !$0.isSubject }.map { Claim(.changed, facet: $0) }
        claims += kept.map { facet in
            if case .subject(let name) = facet {
                return Claim(.kept, subject: name, facet: facet)
            }
            return Claim(.kept, facet: facet)
        }
        if hasRegion, !kept.contains(.everythingElse) {
            claims.append(Claim(.kept, facet: .everythingElse))
        }
        var seen: Set<String> = []
        return claims.filter { claim in
            let key =
                "\(claim.kind) \(claim.facet?.description ?? "") \(claim.subject ?? "") "
                + (claim.value ?? "")
            return seen.insert(key).inserted
        }.numbered()
    }

    /// Reads a contract written in one line.
    ///
    /// - Parameter text: Such as `only=lighting;keep=composition,subject:cat;box=10,10,80,60`.
    /// - Throws: ``Refusal`` that names the part.
    public init(_ text: String) throws(Refusal) {
        var only: [Facet] = []
        var keep: [Facet] = []
        var box: PictureBox?
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1).map(\.trimmed)
            switch (sides.first, sides.count) {
            case ("only", 2): only += try Facet.list(sides[1], field: "contract")
            case ("keep", 2): keep += try Facet.list(sides[1], field: "contract")
            case ("box", 2) where PictureBox(sides[1]) != nil: box = PictureBox(sides[1])
            default:
                throw Refusal(
                    field: "contract", reason: "“\(part.trimmed)” is no part of one",
                    wayOut:
                        "Write only=…;keep=…;box=x,y,w,h, such as only=lighting;keep=composition.")
            }
        }
        try self.init(only: only, keep: keep, box: box)
    }
}

extension Facet {
    fileprivate var isSubject: Bool {
        if case .subject = self { true } else { false }
    }
}
