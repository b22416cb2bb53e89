@testable import Candid

/// A brief with what was said one turn after another, from the second turn on.
func merge(_ brief: Prompt, _ said: [Prompt]) -> BriefMerge {
    let edits = said.enumerated().reduce(into: [NetEdit]()) { edits, next in
        edits = edits.resolved(with: NetEdit(turn: next.offset + 2, next.element), brief: brief)
    }
    return BriefMerge(brief, edits)
}
