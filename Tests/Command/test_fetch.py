"""Pictures that a request only names: fetched where a verdict needs them and somebody allowed it."""
import base64
import contextlib
import http.server
import json
import socket
import threading

import pytest

import tunnel
from test_serve import ORDER, direct, serving
from test_simulate import simulating


@contextlib.contextmanager
def hosting(picture):
    """A web server of somebody's, which tells what it was asked for."""
    asked = []

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302 if self.path == "/away" else 200)
            if self.path == "/away":
                self.send_header("location", "http://169.254.169.254/latest/meta-data")
            self.send_header("content-type", "text/html" if self.path == "/page" else "image/png")
            self.send_header("content-length", str(len(picture)))
            self.end_headers()
            self.wfile.write(picture)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()


def order(address, said="make it night"):
    picture = {"type": "input_image", "image_url": address}
    return json.dumps({
        "model": "gpt-6.1-terra", "tools": [{"type": "image_generation"}],
        "tool_choice": {"type": "image_generation"},
        "input": [{"role": "user", "content": [{"type": "input_text", "text": said}, picture]}]})


@pytest.fixture
def drawn(candid):
    with simulating(candid) as service:
        picture = json.loads(direct(service, json.dumps(ORDER).encode()))["data"][0]["b64_json"]
        service.bytes("reset", "POST", b"")
        with hosting(base64.b64decode(picture)) as (address, asked):
            yield service, address, asked


def test_without_a_word_nothing_is_fetched_and_the_address_passes(candid, drawn):
    service, address, asked = drawn
    with serving(candid, **service.environment) as gateway:
        body = order(address + "/a.png")
        gateway.post("/responses", body, x_candid_firewall="annotate")
        assert service.bytes("requests/1/body") == body.encode()
    assert asked == []


def test_a_place_that_is_allowed_is_read_where_a_verdict_needs_it(candid, drawn):
    service, address, asked = drawn
    with serving(candid, "--fetch", "127.0.0.0/8", **service.environment) as gateway:
        gateway.post("/responses", order(address + "/a.png"))
        assert asked == [], "nobody asked for a verdict"
        gateway.post("/responses", order(address + "/a.png"), x_candid_firewall="annotate")
    assert asked == ["/a.png"]
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["parent"]


@pytest.mark.parametrize("allowed, path, reason", [
    ("public", "/a.png", "not a place"), ("127.0.0.0/8", "/away", "169.254.169.254 is not a place"),
    ("127.0.0.0/8", "/page", "no picture"), ("10.0.0.0/8", "/a.png", "not a place")])
def test_what_may_not_be_fetched_is_refused_before_anything_is_bought(candid, drawn, allowed, path, reason):
    service, address, _ = drawn
    with serving(candid, "--fetch", allowed, **service.environment) as gateway:
        status, _, answer = gateway.post("/responses", order(address + path), x_candid_firewall="annotate")
    error = json.loads(answer)["error"]
    assert (status, error["code"], error["param"]) == (400, "image_url_refused", "image_url")
    assert reason in error["message"] and service.admin("requests")["requests"] == []


def test_an_edit_as_json_is_guarded_too(candid, drawn):
    service, address, asked = drawn
    created = candid.json("keys", "create", "shop", "--verify", "on")
    with serving(candid, "--fetch", "public", **service.environment) as gateway:
        status, _, answer = gateway.post(
            "/images/edits", json.dumps({"model": "gpt-image-2", "prompt": "make it night",
                                         "images": [{"image_url": address + "/a.png"}]}),
            authorization=f"Bearer {created['secret']}")
    assert status == 400 and json.loads(answer)["error"]["code"] == "image_url_refused" and asked == []


def test_what_is_no_range_is_named(candid):
    done = candid("serve", "--port", "0", "--fetch", "everywhere", check=2)
    assert b"everywhere" in done.stderr and b"public" in done.stderr


@contextlib.contextmanager
def tunnelling(port):
    """A proxy that is on its way everywhere, and always arrives at one port of this machine."""
    seen = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self):
            seen.append(self.path)
            with socket.create_connection(("127.0.0.1", port), timeout=20) as other:
                self.send_response(200)
                self.end_headers()
                tunnel.join(self.connection, other)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()


def test_a_proxy_is_told_a_checked_address_and_nothing_private(candid, drawn):
    service, address, asked = drawn
    with tunnelling(int(address.rsplit(":")[-1])) as (proxy, seen), serving(
            candid, "--fetch", "public", "--fetch", "127.0.0.2", HTTPS_PROXY=proxy, **service.environment) as gateway:
        def refused(url):
            _, _, answer = gateway.post("/responses", order(url), x_candid_firewall="annotate")
            error = json.loads(answer)["error"]
            return error["message"] if error["code"] == "image_url_refused" else None
        # The simulator takes no address, but the picture was read before it was asked.
        assert refused("http://93.184.215.14/a.png") is None
        assert (seen, asked) == (["93.184.215.14:80"], ["/a.png"])
        assert "169.254.169.254 is not a place" in refused("http://93.184.215.14/away")
        for url in ("http://10.0.0.1/a.png", "http://localhost/a.png", "http://[::1]/a.png", "http://2130706433/a.png",
                    address + "/a.png"):
            assert "is not a place" in refused(url), url
        # What somebody allowed in particular lies on this side of the proxy.
        assert "can't be read from" in refused("http://127.0.0.2:1/a.png")
        assert set(seen) == {"93.184.215.14:80"}
