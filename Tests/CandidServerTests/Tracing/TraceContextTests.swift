import Testing
import Tracing

@testable import CandidServer

struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test func `a parent is read and written the same`() throws {
        let text = "00-\(Self.trace)-\(Self.span)-01"
        let place = try #require(TraceContext(parent: text, state: "rojo=1,congo=t61"))
        #expect(place.parent == text)
        #expect(place.state == "rojo=1,congo=t61")
        #expect(place.isSampled)
    }

    @Test func `a later version may have more, and is answered in ours`() throws {
        let place = try #require(
            TraceContext(parent: "cc-\(Self.trace)-\(Self.span)-02-what-comes", state: nil))
        #expect(place.parent == "00-\(Self.trace)-\(Self.span)-00")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-", "0-\(trace)-\(span)-01",
        "ff-\(trace)-\(span)-01", "00-\(trace.uppercased())-\(span)-01",
        "00-\(String(repeating: "0", count: 32))-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-xy",
        "00-\(trace)0-\(span)-01", "00-\(trace)-\(span)-01, 00-\(trace)-\(span)-01",
        " 00-\(trace)-\(span)-01",
    ])
    func `what is no parent counts for nothing`(text: String) {
        #expect(TraceContext(parent: text, state: "rojo=1") == nil)
    }

    @Test(arguments: [
        "", "rojo", "=1", "rojo=1,,congo", "rojo=\u{7}",
        (0..<33).map { "k\($0)=1" }.joined(separator: ","),
    ])
    func `what is no state is left out`(state: String) throws {
        let place = try #require(
            TraceContext(parent: "00-\(Self.trace)-\(Self.span)-01", state: state))
        #expect(place.state == nil)
    }

    @Test func `a child keeps the trace and never has a name of zeros`() {
        let parent = TraceContext(
            trace: Self.trace, span: Self.span, isSampled: false, state: "a=1")
        let child = parent.child { 0 }
        #expect(child.trace == Self.trace)
        #expect(child.span == "0000000000000001")
        #expect(!child.isSampled)
        #expect(child.state == "a=1")
    }
}
