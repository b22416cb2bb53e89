import Candid
import NIOCore
import Testing

@Suite struct AnswerComparisonTests {
    typealias Passing = CanaryResultTests

    @Test(arguments: [
        ("answer", "\"ratio\":1.50", "\"ratio\":1.5", "x_audit.ratio altered"),
        ("answer", ",\"nothing\":null", "", "x_audit.nothing dropped"),
        ("answer", "\"created\":", "\"cached\":true,\"created\":", "cached altered"),
        ("moderation", "moderation_blocked", "invalid_request", "error.code altered"),
        ("limited", "rate_limit_exceeded", "429", "error.code altered"),
    ])
    func `a changed value of an answer is named`(
        canary: String, old: String, new: String, harm: String
    ) throws {
        #expect(Passing.harmed(try Passing.answered(canary, old, new)) == [harm])
    }

    @Test func `a header field of the provider's that is lost is named`() throws {
        let canary = try Passing.canary("limited")
        var trace = Passing.trace(canary)
        var reply = Passing.answer(canary)
        reply.headers["retry-after"] = nil
        reply.headers["x-request-id"] = "other"
        trace.answer = .reply(reply)
        #expect(
            Passing.harmed(CanaryResult(canary, trace)) == [
                "header retry-after dropped", "header x-request-id altered",
            ])
    }

    @Test
    func `a status that changes is altered, and a picture that was made and not given is dropped`()
        throws
    {
        for (name, status, harm) in [
            ("overloaded", 500, "status altered"), ("answer", 500, "answer dropped"),
            ("slow", 504, "answer dropped"),
        ] {
            let canary = try Passing.canary(name)
            var trace = Passing.trace(canary)
            var reply = Passing.answer(canary)
            reply.status = status
            trace.answer = .reply(reply)
            #expect(Passing.harmed(CanaryResult(canary, trace)) == [harm])
        }
    }

    @Test func `of an order whose connection broke a success is a lie, and any error will do`()
        throws
    {
        let canary = try Passing.canary("broken")
        var trace = Passing.trace(canary)
        trace.answer = .broken("the connection ended")
        #expect(CanaryResult(canary, trace).passage == .kept)
        trace.answer = .reply(WireReply(status: 200))
        #expect(Passing.harmed(CanaryResult(canary, trace)) == ["error altered"])
    }

    @Test(arguments: ["stream", "edit-stream"])
    func `events that are lost, doubled, changed, added or held back are named`(name: String) throws
    {
        let canary = try Passing.canary(name)
        guard case .stream(let events) = canary.script else {
            Issue.record("\(name) is no stream")
            return
        }
        let last = events[3]
        let cases: [([String], [String])] = [
            ([events[0], events[2], last], ["event 2 dropped"]),
            ([events[0], events[1], events[1], events[2], last], ["event 2 doubled"]),
            (
                [events[0].replacing("1.50", with: "1.5")] + events[1...],
                ["event 1: x_audit.ratio altered"]
            ),
            (events + ["data: [DONE]\n\n"], ["event altered"]),
            ([": ping\n\n"] + events, []),
            ([events[1], events[0], events[2], last], ["order of events altered"]),
            (events.map { $0.replacing("\n", with: "\r\n") }, []),
        ]
        for (sent, harm) in cases {
            var trace = Passing.trace(canary)
            var reply = Passing.answer(canary)
            reply.body = ByteBuffer(string: sent.joined())
            trace.answer = .reply(reply)
            #expect(Passing.harmed(CanaryResult(canary, trace)) == harm)
        }
        var trace = Passing.trace(canary)
        trace.seenInTime = 0
        #expect(Passing.harmed(CanaryResult(canary, trace)) == ["pace buffered"])
        var reply = Passing.answer(canary)
        reply.headers["content-type"] = "application/json"
        trace.answer = .reply(reply)
        #expect(Passing.harmed(CanaryResult(canary, trace)) == ["stream altered"])
    }

    @Test func `events are counted however their bytes are cut, and comments are none`() throws {
        var count = EventCount()
        for byte in Array(": hi\n\nevent: a\ndata: {}\n\ndata: {}\r\n\r\ndata: {}".utf8) {
            try count.take(ByteBuffer(bytes: [byte]))
        }
        #expect(count.count == 2)
    }
}
