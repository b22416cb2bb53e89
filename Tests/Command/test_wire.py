"""What leaves on the wire, as a recorder sees it that knows nothing of the command's code."""
import base64
import email.parser
import email.policy
import http.server
import json
import threading

import pytest

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGPg5OT8DwABVQEbRny5UQAAAABJRU5ErkJggg==")

HARD = [
    "\t  \u00a0a pear\u3000 \u2003\n",
    "\"quoted\" 'quoted' `ticks` \\ / {braces} <tags> &amp; %00 \\u0041 pear",
    "pear\r\nline\rline\ttab\u2028line\x0bend\r\n\r\n",
    "pear 👩‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🚀 ☝️ ☝︎ \u200b\ufeff",
    "pe\u0301a\u0323\u0301r \u212b \u00c5 A\u030a \u1100\u1161\u11a8 각",
    "\u202bשלום\u202c pear \u2066abc\u2069 مَرْحَبًا",
    "--candid-0\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nevil\r\n--candid-0--",
    "pear " + "나" * 31995,
]

ANSWER = {"created": 1, "data": [{"b64_json": base64.b64encode(PICTURE).decode()}]}
SPEECH = {
    "id": "c", "object": "chat.completion", "model": "m", "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Yes."}}]}


class Recorder:
    """An HTTP server on this machine that writes down what it gets, to the byte."""

    def __init__(self, answer):
        self.requests = []
        recorder = self

        class Desk(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                recorder.requests.append((self.path, dict(self.headers.items()), body))
                reply = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def recorder(request):
    recorder = Recorder(getattr(request, "param", ANSWER))
    yield recorder
    recorder.close()


def form_parts(headers, body):
    """The parts of a form, cut by hand: Python's own reader would change line ends."""
    kind = next(value for name, value in headers.items() if name.lower() == "content-type")
    boundary = b"--" + kind.split("boundary=")[1].encode()
    assert body.startswith(boundary + b"\r\n") and body.endswith(b"\r\n" + boundary + b"--\r\n")
    for part in (b"\r\n" + body[:-4]).split(b"\r\n" + boundary)[1:-1]:
        head, content = part[2:].split(b"\r\n\r\n", 1)
        fields = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + b"\r\n\r\n")
        yield fields["content-disposition"].params["name"], content


@pytest.mark.parametrize("prompt", HARD, ids=range(len(HARD)))
def test_generations_carry_the_words_byte_for_byte(candid, recorder, prompt):
    settings = {"OPENAI_API_KEY": "sk-recorder", "OPENAI_BASE_URL": recorder.address}
    candid("generate", "--engine", "openai", "--raw", "-o", "out.png", "-",
           input=prompt.encode(), env=settings, check=0)
    (path, _, body), = recorder.requests
    assert path == "/v1/images/generations"
    assert json.loads(body)["prompt"].encode() == prompt.encode()


@pytest.mark.parametrize("form", ["multipart", "json"])
@pytest.mark.parametrize("prompt", HARD, ids=range(len(HARD)))
def test_edits_carry_words_and_picture_byte_for_byte(candid, recorder, prompt, form):
    (candid.folder / "base.png").write_bytes(PICTURE)
    engine = {
        "id": "desk", "summary": "The recorder.", "dialect": "openai_images",
        "address": recorder.address, "needs_key": False, "embedded": False, "free": True,
        "default_model": "m", "open_models": True, "edit_form": form, "models": [], "retired": [],
        "promises": {
            "rewriter": "none", "read_back": "never", "idempotency": "none", "can_be_asked": False},
    }
    (candid.folder / "engines.json").write_text(json.dumps({"engines": [engine]}))
    candid("generate", "--image", "base.png", "--engine", "desk", "--raw", "-o", "out.png", "-",
           input=prompt.encode(), env={"CANDID_CATALOGUE": str(candid.folder / "engines.json")},
           check=0)
    (path, headers, body), = recorder.requests
    assert path == "/v1/images/edits"
    if form == "json":
        sent = json.loads(body)
        assert sent["prompt"].encode() == prompt.encode()
        url = sent["images"][0]["image_url"]
        assert base64.b64decode(url.removeprefix("data:image/png;base64,")) == PICTURE
    else:
        parts = list(form_parts(headers, body))
        assert [content for name, content in parts if name == "prompt"] == [prompt.encode()]
        assert [content for name, content in parts if name == "image"] == [PICTURE]


@pytest.mark.parametrize("recorder", [SPEECH], indirect=True)
@pytest.mark.parametrize("words", [
    "pe\u0301a\u0323\u0301r \u212b A\u030a", "👩‍👩‍👧‍👦 🏳️‍🌈 ☝︎", "שלום مَرْحَبًا", "tab\tand \\ / {x} <b>",
])
def test_a_chat_judge_gets_a_claim_s_lettering_byte_for_byte(candid, recorder, words):
    candid("generate", "a red pear", "--size", "64x64", "-o", "a.png", check=0)
    candid("verify", "a.png", "--judge", "openai-chat", "--prompt", f"a poster that says “{words}”",
           env={"OPENAI_API_KEY": "sk-recorder", "OPENAI_BASE_URL": recorder.address})
    assert {path for path, _, _ in recorder.requests} == {"/v1/chat/completions"}
    texts = [
        part["text"] for _, _, body in recorder.requests for message in json.loads(body)["messages"]
        if message["role"] == "user" for part in message["content"] if part["type"] == "text"]
    assert any(f"“{words}”".encode() in text.encode() for text in texts), texts
