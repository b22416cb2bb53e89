"""What of HTTP the gateway keeps to at its edges: old versions, odd targets, requests that never end."""
import json
import re
import signal
import socket
import subprocess

import pytest

from test_host import Line, gateway, guarded, head  # noqa: F401
from test_keys import get
from test_serve import Gateway, serving

PEAR = json.dumps({"model": "sketch-1", "prompt": "a red pear", "size": "64x64", "seed": 1})


def post(body=PEAR, version="1.1", *fields, path="/v1/images/generations"):
    lines = [f"POST {path} HTTP/{version}", "host: localhost", "content-type: application/json",
             f"content-length: {len(body)}", *fields]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def problem(line):
    status, fields, body = line.answer()
    return status, json.loads(body)["error"], fields


def test_a_client_of_the_old_version_sees_where_an_answer_ends(gateway):
    line = Line(gateway)
    line.send(post(PEAR, "1.0", "connection: keep-alive"))
    status, fields, _ = line.answer(has_body=False)
    assert status == 200 and "transfer-encoding" not in fields
    if "content-length" not in fields:
        assert fields["connection"] == "close"
    body = line.file.read(int(fields["content-length"]) if "content-length" in fields else -1)
    assert json.loads(body)["data"][0]["b64_json"]


def test_a_client_of_the_old_version_keeps_its_connection_where_it_says_so(gateway):
    line = Line(gateway)
    for _ in range(2):
        line.send("GET /healthz HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")
        status, fields, _ = line.answer()
        assert (status, fields["connection"]) == (200, "keep-alive")


@pytest.mark.parametrize("target, host, status", [
    ("http://localhost/healthz", "localhost", 200), ("http://localhost:80/v1/models?x=1", "evil.example", 200),
    ("http://evil.example/healthz", "localhost", 421),
])
def test_a_whole_address_is_understood_and_counts_before_the_host(gateway, target, host, status):
    line = Line(gateway)
    line.send(f"GET {target} HTTP/1.1\r\nhost: {host}\r\n\r\n")
    assert line.answer()[0] == status


@pytest.mark.parametrize("fields", ["", "host: localhost\r\nhost: localhost\r\n", "host: localhost\r\nhost: evil\r\n"])
def test_a_request_names_its_host_once(gateway, fields):
    line = Line(gateway)
    line.send(f"GET /healthz HTTP/1.1\r\n{fields}\r\n")
    status, error, answer = problem(line)
    assert (status, error["code"]) == (400, "invalid_request") and "Host" in error["message"]
    assert answer["x-request-id"].startswith("req_candid_")


@pytest.mark.parametrize("method, path, allowed", [
    ("GET", "/v1/images/generations", "POST"), ("DELETE", "/v1/images/edits", "POST"),
    ("GET", "/v1/chat/completions", "POST"), ("PATCH", "/v1/responses", "POST"),
    ("POST", "/v1/models", "GET, HEAD"), ("DELETE", "/v1/models/sketch-1", "GET, HEAD"),
    ("POST", "/healthz", "GET, HEAD"),
])
def test_another_method_is_told_which_there_are(gateway, method, path, allowed):
    line = Line(gateway)
    line.send(f"{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n")
    status, error, fields = problem(line)
    assert (status, error["code"], fields["allow"]) == (405, "method_not_allowed", allowed)


def test_what_the_host_refuses_is_named_counted_and_logged(candid):
    process = candid.popen(
        "serve", "--port", "0", "--log", "json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        address = re.search(rb"http://127\.0\.0\.1:\d+/v1", process.stdout.readline()).group().decode()
        gateway = Gateway(process, address)
        for request, status, code in [
            ("GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-long: " + "a" * 200_000 + "\r\n\r\n",
             431, "header_too_large"),
            ("What is this?\r\n\r\n", 400, "invalid_request"),
            (head(length=999_999_999_999) + "{", 413, "request_too_large"),
        ]:
            line = Line(gateway)
            line.send(request)
            found, error, fields = problem(line)
            assert (found, error["code"]) == (status, code)
            assert fields["x-request-id"].startswith("req_candid_")
            assert "answer" not in error["message"] and "parser" not in error["message"].lower()
        metrics = get(gateway, "/metrics")[1].decode()
        assert 'http_route="/v1/images/generations",http_response_status_code="413"} 1' in metrics
        assert 'candid_refusals_total{code="header_too_large"} 1' in metrics
        assert 'candid_refusals_total{code="invalid_request"} 1' in metrics
    finally:
        process.kill()
        said = process.communicate()[1].decode()
    noted = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [note["status"] for note in noted] == [431, 400, 413]


@pytest.mark.parametrize("fields", [[], ["authorization: Bearer sk-theirs"]])
def test_who_has_no_key_is_told_before_the_smallest_body_is_read(guarded, fields):
    gateway, _ = guarded
    line = Line(gateway)
    # One byte of the body has come, and nothing more will.
    line.send(head("/v1/images/generations", *fields, length=20) + "{")
    status, error, answer = problem(line)
    assert (status, error["code"], answer["connection"]) == (401, "invalid_api_key", "close")


def test_a_small_body_that_comes_after_its_head_is_read(guarded):
    gateway, key = guarded
    body = json.dumps({"model": "nobody", "prompt": "a pear"})
    line = Line(gateway)
    for piece in [head("/v1/images/generations", f"authorization: Bearer {key}", length=len(body)), body[:5], body[5:]]:
        line.send(piece)
    assert problem(line)[1]["code"] == "model_not_found"
    line.send("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert line.answer()[0] == 200


def test_a_request_that_is_not_whole_holds_up_no_end(candid):
    with serving(candid) as gateway:
        lines = [Line(gateway) for _ in range(3)]
        for line, begun in zip(lines, [post()[:40], post()[:-5], ""]):
            line.send(begun)
        # The gateway has read what was sent by the time that it answers somebody else.
        assert get(gateway, "/healthz")[0] == 200
        gateway.process.send_signal(signal.SIGTERM)
        # Without a word of theirs: each is left.
        assert all(line.is_closed() for line in lines)
        assert gateway.process.wait(30) == 0


def test_a_large_body_in_small_pieces_is_read(gateway):
    picture = "a" * (40 << 20)
    body = '{"model":"nobody","prompt":"a pear","picture":"' + picture + '"}'
    line = Line(gateway)
    line.send(head("/v1/images/generations", length=len(body)))
    for start in range(0, len(body), 64 << 10):
        line.send(body[start:start + (64 << 10)])
    assert problem(line)[1]["code"] == "model_not_found"


@pytest.mark.parametrize("ask", [
    "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n", "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n",
    post(json.dumps({"model": "nobody", "prompt": "a pear"})),
])
def test_a_client_that_sends_nothing_more_gets_its_answers(gateway, ask):
    line = Line(gateway)
    line.send(ask * 2)
    line.socket.shutdown(socket.SHUT_WR)
    assert line.answer()[0] == line.answer()[0]
    assert line.is_closed()
