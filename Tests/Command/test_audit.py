"""`candid audit`: against our own gateway, which keeps everything, and one that does all that gateways do."""
import contextlib
import http.client
import http.server
import json
import re
import socket
import threading
import time

import pytest

from conftest import validate
from test_serve import serving


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Proxy(http.server.BaseHTTPRequestHandler):
    """Passes on; what it spoils is said by the server's `spoils`."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        body = self.spoilt(body)
        if body is None:
            return self.reply(400, {}, b'{"error":{"message":"size is not supported"}}')
        for _ in range(2 if "doubles" in self.server.spoils else 1):
            status, headers, answer = self.asked(body)
            if status is None:
                return
        self.reply(status, headers, answer)

    def spoilt(self, body):
        spoils = self.server.spoils
        if not spoils or not self.headers["content-type"].startswith("application/json"):
            return body
        order = json.loads(body)
        if "refuses" in spoils and order.get("size") == "1000x700":
            return None
        if "strips" in spoils:
            order["prompt"] = re.sub("[“”‘’\"]", "", order["prompt"])
        if "cuts" in spoils:
            order["prompt"] = order["prompt"][:1000]
        if "drops" in spoils:
            order = {name: value for name, value in order.items() if not name.startswith("x_")}
        return json.dumps(order).encode() if {"strips", "cuts", "drops"} & spoils else body

    def asked(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        names = [name for name in dict.fromkeys(map(str.lower, self.headers)) if name not in ("host", "content-length")]
        headers = {name: ", ".join(self.headers.get_all(name)) for name in names}
        try:
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            return 502, {}, b'{"error":{"message":"bad gateway"}}'
        fields = {
            name: value for name, value in answer.getheaders()
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date")}
        streams = answer.headers["content-type"].startswith("text/event-stream")
        if not streams or self.server.spoils & {"buffers", "doubles"}:
            return answer.status, fields, answer.read()
        self.send_response(answer.status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()
        while chunk := answer.read1(65536):
            self.wfile.write(chunk)
            self.wfile.flush()
        self.close_connection = True
        return None, None, None

    def reply(self, status, headers, body):
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


@contextlib.contextmanager
def proxying(*spoils):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    server.spoils, server.upstream = set(spoils), free_port()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def audit(candid, server, *arguments, check=1):
    return candid(
        "audit", f"http://127.0.0.1:{server.server_address[1]}/v1", "--slow", "1", "--wait", "20",
        "--recorder-port", str(server.upstream), *arguments, check=check)


def document(candid, server, check=1):
    answer = json.loads(audit(candid, server, "--json", check=check).stdout)
    validate(answer)
    passages = {item["name"]: item["passage"] for item in answer["canaries"]}
    return passages, {item["name"]: item for item in answer["canaries"]}


def harm(item):
    return {part["name"]: part["passage"] for part in item["parts"] if part["passage"] != "kept"}


def test_our_own_gateway_keeps_everything(candid):
    port = free_port()
    upstream = {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "OPENAI_API_KEY": "sk-test"}
    with serving(candid, **upstream) as gateway:
        done = candid(
            "audit", gateway.address, "--recorder-port", str(port), "--slow", "1", "--json")
    answer = json.loads(done.stdout)
    validate(answer)
    assert {item["name"]: harm(item) for item in answer["canaries"] if harm(item)} == {}
    assert done.returncode == 0 and answer["clean"]
    assert all(item["byte_for_byte"] for item in answer["canaries"])
    assert answer["counts"]["kept"] == len(answer["canaries"]) == 24


def test_a_plain_proxy_loses_nothing_and_buys_a_retry_twice(candid):
    with proxying() as server:
        passages, items = document(candid, server)
    assert {name for name, passage in passages.items() if passage != "kept"} == {"retry"}
    assert harm(items["retry"]) == {"orders": "doubled"} and items["retry"]["orders_arrived"] == 2


def test_words_that_are_stripped_are_named_with_their_diff(candid):
    with proxying("strips") as server:
        passages, items = document(candid, server)
        text = audit(candid, server).stdout.decode()
    assert passages["quotes"] == passages["korean"] == "altered" and passages["crlf"] == "kept"
    assert harm(items["quotes"]) == {"prompt": "altered"}
    diff = next(part["diff"] for part in items["quotes"]["parts"] if part["name"] == "prompt")
    assert "“" in "".join(item["text"] for item in diff["segments"] if item["kind"] == "removed")
    lines = text.splitlines()
    assert "4 altered" in lines[0] and "fresh[-”-]" in text
    order = [line.split()[0] for line in lines[2:] if line and not line.startswith(" ")]
    assert order == sorted(order, key=["doubled", "cut", "dropped", "altered", "kept"].index)


def test_dropped_fields_a_cut_and_a_refusal_are_named(candid):
    with proxying("drops", "cuts", "refuses") as server:
        passages, items = document(candid, server)
    assert passages["unknown"] == "dropped" and passages["long"] == "cut"
    assert passages["numbers"] == "refused" and items["numbers"]["orders_arrived"] == 0
    assert "size is not supported" in items["numbers"]["parts"][0]["detail"]
    assert {"x_null", "x_flag", "x_text", "x_audit.ratio"} <= set(harm(items["unknown"]))
    assert "31999 characters became 1000" in json.dumps(items["long"])
    assert passages["quotes"] == "kept" and items["quotes"]["byte_for_byte"] is False


def test_held_back_streams_are_named(candid):
    with proxying("buffers") as server:
        passages, items = document(candid, server)
    assert passages["stream"] == passages["edit-stream"] == "buffered"
    assert harm(items["stream"]) == {"pace": "buffered"}


def test_orders_that_are_sent_twice_are_named(candid):
    with proxying("doubles") as server:
        passages, items = document(candid, server)
    assert set(passages.values()) == {"doubled"}
    assert items["twice"]["orders_arrived"] == 4


def test_the_page_needs_nothing_else_and_says_the_same(candid):
    with proxying("strips") as server:
        page = audit(candid, server, "--format", "html").stdout.decode()
    assert page.startswith("<!doctype html>") and "<del>”</del>" in page
    assert "http" not in re.sub(r"http://127\.0\.0\.1:\d+", "", page.replace("http-equiv", ""))


def test_a_gateway_with_another_upstream_gets_one_order_and_no_more(candid):
    with proxying() as elsewhere, proxying() as server:
        asked = []
        elsewhere.RequestHandlerClass = type("Other", (Proxy,), {
            "do_POST": lambda self: (asked.append(self.path), self.rfile.read(
                int(self.headers["content-length"])), self.reply(200, {"content-type": "application/json"}, b"{}"))})
        mine, server.upstream = server.upstream, elsewhere.server_address[1]
        done = candid(
            "audit", f"http://127.0.0.1:{server.server_address[1]}/v1", "--wait", "20", "--recorder-port",
            str(mine), check=6)
    assert len(asked) == 1 and b"somebody else" in done.stderr


def test_a_gateway_that_is_not_there_or_lets_nobody_through_is_6(candid):
    port = free_port()
    done = candid("audit", f"http://127.0.0.1:{port}/v1", "--wait", "1", check=6)
    assert b"nothing listens at" in done.stderr and b"recorder: http://127.0.0.1:" in done.stderr
    with serving(candid) as gateway:
        done = candid("audit", gateway.address, "--model", "nobody", check=6)
        assert b"model_not_found" in done.stderr and b"--model" in done.stderr


def test_where_nothing_listens_nobody_waits_two_minutes(candid):
    began = time.monotonic()
    done = candid("audit", f"http://127.0.0.1:{free_port()}/v1", check=6)
    assert b"nothing listens at" in done.stderr and b"--wait" in done.stderr
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("words", [
    (), ("not-a-url",), ("ftp://127.0.0.1/v1",), ("http://127.0.0.1/v1", "--slow", "-1"),
    ("http://127.0.0.1/v1", "--recorder-port", "70000"), ("http://127.0.0.1/v1", "--format", "pdf")])
def test_wrong_words_are_usage(candid, words):
    candid("audit", *words, check=64)
