import Candid

extension Settings {
    /// What tells claims: pixels, the reader of lettering, and the judge in force where one is named.
    ///
    /// - Parameter ledger: Where its conversations are written down; opened only if there is a judge.
    /// - Returns: A verifier.
    /// - Throws: ``CommandFailure`` where the judge that is named can't be reached.
    func verifier(_ ledger: () throws -> any Ledger) throws -> Verifier {
        var verifier = Verifier { UInt64.random(in: 0...UInt64.max) }
        verifier.lettering = letteringReader
        if values.judge != nil { verifier.judge = Judge(try judge(try ledger())) }
        return verifier
    }
}
