"""How the gateway speaks HTTP/1.1: over a bare socket, so that no client smooths anything over."""
import json
import re
import socket

import pytest

from test_keys import made
from test_serve import serving


@pytest.fixture
def gateway(candid):
    with serving(candid) as gateway:
        yield gateway


class Line:
    """A connection on which bytes are written as they are."""

    def __init__(self, gateway):
        port = int(re.search(r":(\d+)/", gateway.address).group(1))
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")

    def send(self, text):
        self.socket.sendall(text if isinstance(text, bytes) else text.encode())

    def answer(self, has_body=True):
        status = int(self.file.readline().split()[1])
        fields = {}
        while (line := self.file.readline().strip()):
            name, value = line.decode().split(":", 1)
            fields[name.lower()] = value.strip()
        if not has_body:
            return status, fields, b""
        if "content-length" in fields:
            return status, fields, self.file.read(int(fields["content-length"]))
        body = b""
        while fields.get("transfer-encoding") == "chunked":
            size = int(self.file.readline(), 16)
            body += self.file.read(size)
            self.file.readline()
            if size == 0:
                break
        return status, fields, body

    def is_closed(self):
        return self.file.read(1) == b""


def test_a_connection_is_kept_for_the_next_request(gateway):
    line = Line(gateway)
    for _ in range(3):
        line.send("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        status, fields, body = line.answer()
        assert (status, json.loads(body)) == (200, {"status": "ok"})
        assert fields.get("connection") != "close"


def test_requests_that_are_sent_ahead_are_answered_in_order(gateway):
    line = Line(gateway)
    paths = ["/healthz", "/v1/models/nobody", "/readyz"] * 30
    line.send("".join(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n" for path in paths))
    assert [line.answer()[0] for _ in paths] == [200, 404, 200] * 30


def test_a_client_that_wants_the_connection_closed_gets_that(gateway):
    for request in ["GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n",
                    "GET /healthz HTTP/1.0\r\n\r\n"]:
        line = Line(gateway)
        line.send(request)
        status, fields, _ = line.answer()
        assert status == 200 and fields["connection"] == "close"
        assert line.is_closed()


def test_a_client_that_asks_first_may_go_on(gateway):
    body = json.dumps({"model": "nobody", "prompt": "a pear"})
    line = Line(gateway)
    line.send("POST /v1/images/generations HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\n"
              f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n")
    assert line.answer(has_body=False)[0] == 100
    line.send(body)
    status, _, answer = line.answer()
    assert status == 404 and json.loads(answer)["error"]["code"] == "model_not_found"


@pytest.mark.parametrize("request_, status, code", [
    ("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: " + "a" * 200_000 + "\r\n\r\n", 431, "header_too_large"),
    ("What is this?\r\n\r\n", 400, "invalid_request"),
    ("POST /v1/images/generations HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 999999999999\r\n\r\n{",
     413, "request_too_large"),
])
def test_what_is_no_request_is_told_so(gateway, request_, status, code):
    line = Line(gateway)
    line.send(request_)
    found, fields, body = line.answer()
    assert (found, json.loads(body)["error"]["code"]) == (status, code)
    assert fields["connection"] == "close"
    line = Line(gateway)
    line.send("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert line.answer()[0] == 200


def test_a_head_request_has_no_body(gateway):
    line = Line(gateway)
    line.send("HEAD /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
              "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    status, fields, _ = line.answer(has_body=False)
    assert status == 200 and int(fields["content-length"]) > 0
    assert line.answer()[0] == 200


@pytest.fixture
def guarded(candid):
    key = made(candid, "shop", "--scopes", "images")
    with serving(candid, "--keys", "required") as gateway:
        yield gateway, key


def head(path="/v1/images/generations", *fields, length=50 << 20, host="127.0.0.1"):
    size = f"content-length: {length}" if length else "transfer-encoding: chunked"
    lines = [f"POST {path} HTTP/1.1", f"host: {host}", "content-type: application/json", size, *fields]
    return "\r\n".join(lines) + "\r\n\r\n"


@pytest.mark.parametrize("path, fields, more, status, code", [
    ("/v1/images/generations", ["authorization: Bearer sk-theirs"], {}, 401, "invalid_api_key"),
    ("/v1/images/generations", [], {}, 401, "invalid_api_key"),
    ("/v1/images/generations", ["expect: 100-continue"], {"length": 20}, 401, "invalid_api_key"),
    ("/v1/images/generations", [], {"length": 0}, 401, "invalid_api_key"),
    ("/v1/chat/completions", ["authorization: Bearer KEY"], {}, 403, "insufficient_permissions"),
    ("/v1/images/generations", ["authorization: Bearer KEY"], {"host": "evil.example"}, 421, "misdirected_request"),
    ("/v1/images/generations", ["authorization: Bearer KEY", "origin: https://evil.example"], {}, 403,
     "origin_not_allowed"),
])
def test_who_may_not_come_in_is_told_before_a_body_is_read(candid, guarded, path, fields, more, status, code):
    gateway, key = guarded
    line = Line(gateway)
    # Nothing of the body is sent: an answer can only come of the head.
    line.send(head(path, *[field.replace("KEY", key) for field in fields], **more))
    found, answer, body = line.answer()
    assert (found, json.loads(body)["error"]["code"]) == (status, code)
    assert answer["connection"] == "close"
    assert [row["count"] for row in candid.json("keys", "audit")["turned_away"]] == [1]


def test_a_body_that_comes_all_the_same_is_thrown_away(guarded):
    gateway, _ = guarded
    line = Line(gateway)
    line.send(head() + "x" * 1_000_000)
    assert line.answer()[0] == 401
    assert line.is_closed()


def test_who_may_come_in_is_told_to_go_on_and_is_answered(guarded):
    gateway, key = guarded
    body = json.dumps({"model": "nobody", "prompt": "a pear " * 20_000})
    line = Line(gateway)
    line.send(head("/v1/images/generations", f"authorization: Bearer {key}", "expect: 100-continue", length=len(body)))
    assert line.answer(has_body=False)[0] == 100
    line.send(body)
    assert json.loads(line.answer()[2])["error"]["code"] == "model_not_found"
    # The connection is kept; what is sent ahead of an answer waits for its turn.
    line.send(head("/v1/images/generations", f"authorization: Bearer {key}", length=len(body)) + body
              + "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert json.loads(line.answer()[2])["error"]["code"] == "model_not_found"
    assert line.answer()[0] == 200


def test_a_body_in_pieces_of_unknown_length_is_read_once_its_head_may_come_in(guarded):
    gateway, key = guarded
    body = json.dumps({"model": "nobody", "prompt": "a pear"})
    line = Line(gateway)
    line.send(head("/v1/images/generations", f"authorization: Bearer {key}", length=0)
              + f"{len(body):x}\r\n{body}\r\n0\r\n\r\n")
    assert json.loads(line.answer()[2])["error"]["code"] == "model_not_found"
