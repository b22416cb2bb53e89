import Candid
import Sketch

extension Settings {
    /// What tells claims: pixels, the reader of lettering, and the judge in force unless nobody is to be asked.
    ///
    /// - Parameter ledger: Where its conversations are written down; opened only if there is a judge.
    /// - Returns: A verifier.
    /// - Throws: ``CommandFailure`` where the judge that is named can't be reached.
    func verifier(_ ledger: () throws -> any Ledger) throws -> Verifier {
        var verifier = Verifier { UInt64.random(in: 0...UInt64.max) }
        verifier.lettering = letteringReader
        guard let wish = values.judge, wish != Self.nobody else { return verifier }
        let route = try judge(try ledger())
        verifier.judge = Judge(route)
        if route.speaker.isEmbedded {
            verifier.judge?.knows = { Illustrator.claimsRecord(in: $0) }
        }
        return verifier
    }
}
