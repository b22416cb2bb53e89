"""The way to the outside: proxies, authorities of one's own, header fields, and connections that end."""
import base64
import http.client
import http.server
import json
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

import pytest

import tunnel

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ANSWER = json.dumps({"created": 1, "data": [{"b64_json": base64.b64encode(PICTURE).decode()}]}).encode()


class Images(http.server.BaseHTTPRequestHandler):
    """Answers with one picture, and keeps the header fields."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.seen.append(dict(self.headers))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


class Proxy(http.server.BaseHTTPRequestHandler):
    """Forwards what has a whole address, tunnels what asks for CONNECT, and knows every host."""

    def do_POST(self):
        self.server.seen.append((self.command, self.path, self.headers.get("proxy-authorization")))
        place = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers["content-length"]))
        way = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
        way.request("POST", place.path, body, {"content-type": "application/json"})
        answer = way.getresponse().read()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_CONNECT(self):
        self.server.seen.append((self.command, self.path, self.headers.get("proxy-authorization")))
        port = self.path.split(":")[1]
        with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as other:
            self.send_response(200)
            self.end_headers()
            tunnel.join(self.connection, other)

    def log_message(self, *_):
        pass


def serve(handler, context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.seen = []
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def environment(server, scheme="http", host="127.0.0.1", **more):
    return {"OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": f"{scheme}://{host}:{server.server_port}/v1"} | more


@pytest.fixture
def certificate(tmp_path):
    """An authority of one's own that vouches for 127.0.0.1."""
    folder = tmp_path / "tls"
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:images.test", "-keyout", folder / "key.pem",
         "-out", folder / "ca.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return folder / "ca.pem", context


def draw(candid, env, check=0):
    return candid("generate", "--engine", "openai", "a pear", "--json", "-o", "out.png", "--force",
                  env=env, check=check)


def test_a_proxy_carries_plain_requests_and_learns_its_own_password(candid):
    images, proxy = serve(Images), serve(Proxy)
    address = f"http://user:pass@127.0.0.1:{proxy.server_port}"
    draw(candid, environment(images, host="images.test", HTTPS_PROXY=address))
    (verb, path, key), = proxy.seen
    assert len(images.seen) == 1 and key == "Basic " + base64.b64encode(b"user:pass").decode()
    assert str(images.server_port) in path and verb in ("POST", "CONNECT")


def test_a_proxy_tunnels_tls_and_never_sees_the_key(candid, certificate):
    authority, context = certificate
    images, proxy = serve(Images, context), serve(Proxy)
    address = f"http://127.0.0.1:{proxy.server_port}"
    draw(candid, environment(
        images, "https", "images.test", HTTPS_PROXY=address, SSL_CERT_FILE=str(authority)))
    assert [seen[:2] for seen in proxy.seen] == [("CONNECT", f"images.test:{images.server_port}")]
    assert len(images.seen) == 1 and images.seen[0]["authorization"] == "Bearer sk-test"


def test_this_machine_and_exceptions_are_reached_without_the_proxy(candid):
    images, proxy = serve(Images), serve(Proxy)
    address = f"http://127.0.0.1:{proxy.server_port}"
    draw(candid, environment(images, HTTPS_PROXY=address))
    assert not proxy.seen and len(images.seen) == 1
    # Without the proxy nobody knows the host.
    draw(candid, environment(images, host="images.test", HTTPS_PROXY=address, NO_PROXY=".test"), check=6)
    assert not proxy.seen


def test_only_a_named_authority_vouches_for_a_server_of_ones_own(candid, certificate):
    authority, context = certificate
    images = serve(Images, context)
    done = draw(candid, environment(images, "https"), check=6)
    assert not images.seen and b"sk-test" not in done.stdout + done.stderr
    draw(candid, environment(images, "https", SSL_CERT_FILE=str(authority)))
    assert len(images.seen) == 1


def test_organization_and_project_go_in_header_fields_of_their_own(candid):
    images = serve(Images)
    draw(candid, environment(images, OPENAI_ORG_ID="org-1", OPENAI_PROJECT_ID="proj-2"))
    seen = {name.lower(): value for name, value in images.seen[0].items()}
    assert (seen["openai-organization"], seen["openai-project"]) == ("org-1", "proj-2")
    draw(candid, environment(images))
    assert not {"openai-organization", "openai-project"} & {name.lower() for name in images.seen[1]}


def test_ctrl_c_closes_the_connection(candid):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(60)
    process = candid.popen(
        "generate", "--engine", "openai", "a pear", "-o", "out.png",
        env={"OPENAI_API_KEY": "sk-test",
             "OPENAI_BASE_URL": f"http://127.0.0.1:{listener.getsockname()[1]}/v1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    connection, _ = listener.accept()
    connection.settimeout(60)
    received = b""
    while b"a pear" not in received:
        received += connection.recv(65536)
    process.send_signal(signal.SIGINT)
    # The end of the stream: our side was closed, while no answer had come.
    while connection.recv(65536):
        pass
    assert process.wait(timeout=60) == 130
    receipt, = candid.json("log")["receipts"]
    assert receipt["state"] == "cancelled" and receipt["perhaps_charged"]


class Page(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = b"<html>who are you?</html>"
        self.send_response(self.server.status)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("status, code", [(401, 5), (403, 5), (407, 5), (404, 6), (502, 6)])
def test_a_page_in_place_of_an_answer_ends_by_its_status(candid, status, code):
    server = serve(Page)
    server.status = status
    done = draw(candid, environment(server), check=code)
    assert json.loads(done.stdout)["perhaps_charged"] is (status >= 500)


class Jobs(http.server.BaseHTTPRequestHandler):
    """sd-server's jobs, none of which is ever done."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"] or 0))
        self.server.seen.append(self.path)
        self.answer({"id": "job-7", "status": "queued"})

    def do_GET(self):
        self.server.seen.append(self.path)
        self.answer({"id": "job-7", "status": "generating"})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_ctrl_c_takes_a_job_back_from_a_machine_of_ones_own(candid):
    server = serve(Jobs)
    process = candid.popen(
        "generate", "--engine", "sd-server", "a pear", "-o", "out.png",
        env={"CANDID_SD_SERVER_BASE_URL": f"http://127.0.0.1:{server.server_port}"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while "/sdcpp/v1/jobs/job-7" not in server.seen:
        assert time.monotonic() < deadline and process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert server.seen[-1] == "/sdcpp/v1/jobs/job-7/cancel"


@pytest.mark.parametrize("option, field", [
    (["--size", "128x128"], "size"), (["--style", "watercolour"], "style"), (["-n", "2"], "n"),
    (["--format", "svg"], "format"), (["--background", "transparent"], "background"),
])
def test_what_a_changed_picture_keeps_is_refused_before_the_engine_is_asked(candid, option, field):
    candid("generate", "a red pear", "--size", "64x64", "-o", "pear.png", check=0)
    done = candid("edit", "pear.png", "make it blue", *option, "-o", "out", check=2)
    assert field in done.stderr.decode() and len(candid.json("log")["receipts"]) == 1
    candid("edit", "pear.png", "make the pear blue", "--size", "64x64", "-o", "same.png", check=0)


def test_a_wrong_catalogue_is_blamed_on_whoever_named_it(candid):
    (candid.folder / "own.json").write_text('{"x": []}')
    done = candid("generate", "a pear", "--engine", "sketch", check=2,
                  env={"CANDID_CATALOGUE": "own.json"})
    assert "CANDID_CATALOGUE" in done.stderr.decode() and "(flag)" not in done.stderr.decode()
