extension Check {
    /// A picture of one flat colour shows nothing, whatever is said of it.
    static let blank = Check(
        name: "blank",
        summary: "Whether the picture is one flat colour, so that nothing is to be seen."
    ) { claim, exhibits in
        let isBlank = exhibits.picture.isBlank
        switch claim.kind {
        case .whole:
            return Verdict(
                claim, isBlank ? .refuted : .confirmed, by: "blank",
                because: isBlank
                    ? "the picture is one flat colour" : "the picture is not one flat colour")
        case .absent, .removed, .noLettering, .ground, .colour: return nil
        default:
            guard isBlank, exhibits.parent?.isBlank != true else { return nil }
            return Verdict(
                claim, .refuted, by: "blank", because: "the picture is one flat colour")
        }
    }
}
