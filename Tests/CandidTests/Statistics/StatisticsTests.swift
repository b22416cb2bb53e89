import Candid
import Testing

@Suite struct StatisticsTests {
    @Test func `rank correlations agree with worked examples`() throws {
        let x = [1.0, 2, 3, 4, 5]
        #expect(RankCorrelation.spearman(x, x.map { $0 * $0 }) == 1)
        #expect(RankCorrelation.kendall(x, x.reversed()) == -1)
        // scipy.stats: spearmanr 0.8207826816681233, kendalltau 0.7378647873726218.
        let y = [5.0, 6, 7, 8, 7]
        #expect(abs(try #require(RankCorrelation.spearman(x, y)) - 0.820_782_681_7) < 1e-9)
        #expect(abs(try #require(RankCorrelation.kendall(x, y)) - 0.737_864_787_4) < 1e-9)
    }

    @Test func `without any difference there is no correlation`() {
        #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
        #expect(RankCorrelation.kendall([1, 1, 1], [1, 2, 3]) == nil)
        #expect(RankCorrelation.spearman([1], [1]) == nil)
        #expect(RankCorrelation.spearman([1, 2], [1, 2, 3]) == nil)
    }

    @Test(arguments: [
        (10, 10, "10 of 10 (72–100 %)"), (9, 10, "9 of 10 (60–98 %)"),
        (5, 5, "5 of 5 (57–100 %)"), (18, 20, "18 of 20 (70–97 %)"),
    ])
    func `a share is told with its range`(_ hits: Int, _ count: Int, _ words: String) {
        #expect(Proportion(hits, of: count)?.description == words)
    }

    @Test func `a share of nothing is none`() {
        #expect(Proportion(0, of: 0) == nil)
        #expect(Proportion(3, of: 2) == nil)
    }

    @Test func `the area under the curve counts ties by half`() {
        #expect(Separation.area(positives: [2, 3], negatives: [0, 1]) == 1)
        #expect(Separation.area(positives: [1, 3], negatives: [1, 2]) == 0.625)
        #expect(Separation.area(positives: [], negatives: [1]) == nil)
    }

    @Test func `clusters that agree with themselves make the interval wider`() throws {
        let values = (0..<40).map { Double($0 / 10 % 2) }
        let mean = { (items: [Int]) -> Double? in
            items.map { values[$0] }.reduce(0, +) / Double(items.count)
        }
        let bootstrap = ClusteredBootstrap(draws: 400)
        let single = try #require(bootstrap.interval((0..<40).map { [$0] }, mean))
        let clustered = try #require(
            bootstrap.interval((0..<4).map { Array($0 * 10..<$0 * 10 + 10) }, mean))
        #expect(single.contains(0.5))
        #expect(clustered.upperBound - clustered.lowerBound > single.upperBound - single.lowerBound)
        #expect(bootstrap.interval([[0], [1]], mean) == bootstrap.interval([[0], [1]], mean))
    }

    @Test(arguments: [
        (DependentScore.Rule.none, 0.75), (.direct, 0.5), (.transitive, 0.25), (.skipped, 2.0 / 3),
    ])
    func `a question whose parent was denied counts as the rule says`(
        _ rule: DependentScore.Rule, _ share: Double
    ) {
        let score = DependentScore([
            .init(1, parents: [0], isYes: false), .init(2, parents: [1], isYes: true),
            .init(3, parents: [2], isYes: true), .init(4, parents: [0], isYes: true),
        ])
        #expect(score.share(rule) == share)
    }
}
