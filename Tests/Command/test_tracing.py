"""Spans of the gateway's requests, told to a collector that records them."""
import http.server
import json
import threading
import time

import pytest

from test_serve import ORDER, TALK, serving
from test_simulate import simulating

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector:
    """Takes spans by OTLP over HTTP, and says what it is told to."""

    def __init__(self):
        self.requests, self.statuses = [], []
        outer = self

        class Answering(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                status = outer.statuses.pop(0) if outer.statuses else 200
                outer.requests.append((status, self.path, dict(self.headers), json.loads(body)))
                self.send_response(status)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def spans(self):
        return [
            span for status, _, _, body in self.requests if status == 200
            for resource in body["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]

    def named(self, name):
        """The only span of a name, once it and its root have come."""
        for _ in range(200):
            found = [span for span in self.spans if span["name"] == name]
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError((name, [span["name"] for span in self.spans]))


@pytest.fixture
def collector():
    collector = Collector()
    yield collector
    collector.server.shutdown()


def attributes(span):
    return {pair["key"]: next(iter(pair["value"].values())) for pair in span["attributes"]}


IMAGES, RUN = "POST /v1/images/generations", "generate_content gpt-image-2"


def test_a_request_is_a_span_of_its_callers_trace_and_the_provider_gets_ours(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        status, headers, _ = gateway.post(
            "/images/generations", json.dumps(ORDER), x_candid_receipt="true",
            traceparent=f"00-{TRACE}-{CALLER}-01", tracestate="rojo=00f067aa0ba902b7")
        assert status == 200
        root, run = collector.named(IMAGES), collector.named(RUN)
        sent = service.admin("requests")["requests"][0]["headers"]
    assert root["traceId"] == TRACE and root["parentSpanId"] == CALLER and root["kind"] == 2
    assert root["traceState"] == "rojo=00f067aa0ba902b7" == sent["tracestate"]
    assert run["parentSpanId"] == root["spanId"] and run["kind"] == 3
    upstream = collector.named("POST")
    assert sent["traceparent"] == f"00-{TRACE}-{upstream['spanId']}-01"
    assert upstream["parentSpanId"] == run["spanId"]
    assert [event["name"] for event in upstream["events"]] == ["head", "first byte"]
    assert {span["traceId"] for span in collector.spans} == {TRACE}
    found = attributes(run)
    assert found["gen_ai.operation.name"] == "generate_content"
    assert found["gen_ai.provider.name"] == "openai" and found["gen_ai.request.model"] == "gpt-image-2"
    assert found["candid.run"] == headers["x-candid-receipt"] and int(found["gen_ai.usage.output_tokens"]) > 0
    assert attributes(root)["http.route"] == "/v1/images/generations"
    assert attributes(root)["http.response.status_code"] == "200"


def test_every_stage_is_a_span_in_its_order(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER))
        root, run = collector.named(IMAGES), collector.named(RUN)
    by_start = sorted(collector.spans, key=lambda span: int(span["startTimeUnixNano"]))
    below = lambda parent: [span["name"] for span in by_start if span.get("parentSpanId") == parent["spanId"]]
    assert below(root)[0] == "candid.admission" and "candid.order" in below(root)
    assert below(run)[:2] == ["candid.receipt", "POST"] and below(run)[-1] == "candid.receipt"
    assert "candid.store" in below(run)
    for span in collector.spans:
        assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"]), span
        assert int(root["startTimeUnixNano"]) <= int(span["startTimeUnixNano"]), span


def test_verdicts_are_stages_too(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        body = {"model": "gpt-6.1-terra", "input": "a red pear", "tools": [{"type": "image_generation"}],
                "tool_choice": {"type": "image_generation"}}
        gateway.post("/responses", json.dumps(body), x_candid_firewall="annotate")
        verify, firewall = collector.named("candid.verify"), collector.named("candid.firewall")
    assert verify["traceId"] == firewall["traceId"]


def test_a_question_is_a_span_with_its_tokens_and_without_its_words(candid, collector):
    with simulating(candid) as service, serving(
        candid, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address, OTEL_SERVICE_NAME="studio",
        OTEL_EXPORTER_OTLP_HEADERS="api-key=a%20b", **service.environment
    ) as gateway:
        gateway.post("/chat/completions", json.dumps(TALK))
        gateway.post("/images/generations", json.dumps(ORDER))
        found = attributes(collector.named("chat gpt-6.1-terra"))
        collector.named(RUN)
    assert int(found["gen_ai.usage.input_tokens"]) > 0
    told = json.dumps([body for _, _, _, body in collector.requests])
    assert "pear" not in told and "Be brief" not in told
    _, path, headers, body = collector.requests[0]
    assert path == "/v1/traces" and headers["api-key"] == "a b"
    assert attributes(body["resourceSpans"][0]["resource"])["service.name"] == "studio"


def test_words_are_told_where_that_is_set(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, CANDID_TRACING_PROMPTS="true", **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER | {"prompt": "a red pear"}))
        found = attributes(collector.named(RUN))
    assert json.loads(found["gen_ai.input.messages"]) == [
        {"role": "user", "parts": [{"type": "text", "content": "a red pear"}]}]


@pytest.mark.parametrize("parent", [
    f"00-{TRACE}-{CALLER}", f"00-{TRACE.upper()}-{CALLER}-01", f"00-{'0' * 32}-{CALLER}-01",
    f"00-{TRACE}-{'0' * 16}-01", f"ff-{TRACE}-{CALLER}-01", f"00-{TRACE}-{CALLER}-01-more", "nonsense"])
def test_a_place_that_is_none_begins_a_trace_of_its_own(candid, collector, parent):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER), traceparent=parent, tracestate="rojo=1")
        root = collector.named(IMAGES)
        sent = service.admin("requests")["requests"][0]["headers"]
    assert root["traceId"] != TRACE and "parentSpanId" not in root
    assert "tracestate" not in sent and sent["traceparent"].split("-")[1] == root["traceId"]


def test_what_its_caller_does_not_keep_is_not_told_but_handed_on(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER), traceparent=f"00-{TRACE}-{CALLER}-00")
        gateway.post("/chat/completions", json.dumps(TALK))
        collector.named("chat gpt-6.1-terra")
        sent = service.admin("requests")["requests"][0]["headers"]["traceparent"]
    assert TRACE not in {span["traceId"] for span in collector.spans}
    assert sent.startswith(f"00-{TRACE}-") and sent.endswith("-00") and CALLER not in sent


def test_without_a_collector_a_callers_trace_passes_as_it_is(candid):
    with simulating(candid) as service, serving(candid, **service.environment) as gateway:
        gateway.post(
            "/images/generations", json.dumps(ORDER), traceparent=f"00-{TRACE}-{CALLER}-01", tracestate="rojo=1")
        sent = service.admin("requests")["requests"][0]["headers"]
    assert (sent["traceparent"], sent["tracestate"]) == (f"00-{TRACE}-{CALLER}-01", "rojo=1")


def counts(gateway):
    import urllib.request

    with urllib.request.urlopen(gateway.address.removesuffix("/v1") + "/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return {line.rsplit(" ", 1)[0]: int(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("candid_spans")}


def until(gateway, outcome):
    for _ in range(200):
        found = counts(gateway)
        if found[f'candid_spans_total{{outcome="{outcome}"}}']:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_collector_that_is_busy_is_asked_again(candid, collector):
    collector.statuses = [503]
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER))
        found = until(gateway, "sent")
    assert found['candid_spans_total{outcome="dropped"}'] == 0
    assert collector.requests[0][0] == 503 and collector.requests[0][3] == collector.requests[1][3]


def test_what_a_collector_does_not_take_is_counted_and_keeps_nobody_waiting(candid, collector):
    collector.statuses = [400] * 99
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        assert gateway.post("/images/generations", json.dumps(ORDER))[0] == 200
        assert until(gateway, "dropped")['candid_spans_total{outcome="sent"}'] == 0


def test_a_collector_that_is_gone_costs_no_request(candid):
    with simulating(candid) as service, serving(
        candid, "--traces", "http://127.0.0.1:9", **service.environment
    ) as gateway:
        assert gateway.post("/images/generations", json.dumps(ORDER))[0] == 200
        until(gateway, "dropped")


def test_the_end_tells_what_waits(candid, collector):
    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        gateway.post("/images/generations", json.dumps(ORDER))
        gateway.process.terminate()
        assert gateway.process.wait(30) == 0
        assert {IMAGES, RUN} <= {span["name"] for span in collector.spans}


def test_health_is_not_told(candid, collector):
    import urllib.request

    with simulating(candid) as service, serving(
        candid, "--traces", collector.address, **service.environment
    ) as gateway:
        urllib.request.urlopen(gateway.address.removesuffix("/v1") + "/healthz", timeout=20).read()
        gateway.post("/images/generations", json.dumps(ORDER))
        collector.named(IMAGES)
    assert not any("healthz" in span["name"] for span in collector.spans)


def test_a_line_for_every_request_names_its_trace_and_no_words(candid, tmp_path):
    import re
    import subprocess

    from test_serve import Gateway

    with simulating(candid) as service, open(tmp_path / "log", "wb") as log:
        process = candid.popen(
            "serve", "--port", "0", "--log", "json", env=service.environment, stdout=subprocess.PIPE, stderr=log)
        try:
            line = process.stdout.readline()
            gateway = Gateway(process, re.search(rb"http://127\.0\.0\.1:\d+/v1", line).group().decode())
            gateway.post("/images/generations", json.dumps(ORDER), traceparent=f"00-{TRACE}-{CALLER}-01")
            gateway.post("/images/generations", json.dumps(ORDER | {"model": "gpt-9"}))
            process.terminate()
            process.wait(30)
        finally:
            process.kill()
            process.communicate()
    text = (tmp_path / "log").read_text()
    made, refused = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert (made["status"], made["trace_id"], made["route"]) == (200, TRACE, "/v1/images/generations")
    assert made["level"] == "info" and made["whole"] and made["seconds"] > 0
    assert made["receipt"] == candid.json("log")["receipts"][0]["id"]
    assert refused["problem"] == "model_not_found" and "trace_id" not in refused
    assert "pear" not in text


@pytest.mark.parametrize("arguments, environment, word", [
    (["--traces", "collector:4318"], {}, "tracing.endpoint"),
    (["--log", "xml"], {}, "serve.log"),
    ([], {"CANDID_TRACING_PROMPTS": "perhaps"}, "tracing.prompts"),
    (["--traces", "http://127.0.0.1:9"], {"OTEL_EXPORTER_OTLP_HEADERS": "secret-key"}, "tracing.headers"),
])
def test_settings_that_are_off_are_named(candid, arguments, environment, word):
    done = candid("serve", "--port", "0", *arguments, env=environment, check=2)
    assert word in done.stderr.decode() or "flag" in done.stderr.decode()
    assert "secret-key" not in done.stderr.decode()
