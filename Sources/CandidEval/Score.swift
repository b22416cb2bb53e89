import Foundation

/// Counts of right and wrong answers.
struct Score {
    var truePositives = 0
    var falsePositives = 0
    var falseNegatives = 0
    var trueNegatives = 0

    mutating func count(found: Bool, expected: Bool) {
        switch (found, expected) {
        case (true, true): truePositives += 1
        case (true, false): falsePositives += 1
        case (false, true): falseNegatives += 1
        case (false, false): trueNegatives += 1
        }
    }

    var precision: Double { share(truePositives, truePositives + falsePositives) }
    var recall: Double { share(truePositives, truePositives + falseNegatives) }
    var f1: Double {
        share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
    }

    func line(_ name: String) -> String {
        let figures = [precision, recall, f1].map { String(format: "%.3f", $0) }
        return "\(name.padding(toLength: 40, withPad: " ", startingAt: 0))"
            + " P \(figures[0])  R \(figures[1])  F1 \(figures[2])"
            + "   (\(truePositives) right, \(falsePositives) too many, \(falseNegatives) missed,"
            + " \(trueNegatives) rightly silent)"
    }
}

/// A part of a whole; 1 of nothing, because nothing was wrong.
func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
}
