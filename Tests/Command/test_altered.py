"""What is done where a provider alters the words: against a server that says which words it used."""
import base64
import http.server
import json
import struct
import threading
import zlib

import pytest



def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(size=64):
    """Two colours, because a flat picture is said to be blank."""
    rows = b"".join(b"\0" + bytes([y % 2 * 255, 80, 20]) * size for y in range(size))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


PIXEL = base64.b64encode(png()).decode()
OTHER = "a pear in a golden garden, masterpiece"


class Images(http.server.ThreadingHTTPServer):
    """Tells the words of a list as those it used: None is silence, “sent” what it was sent."""

    def __init__(self, *revised):
        super().__init__(("127.0.0.1", 0), Draw)
        self.revised, self.prompts = list(revised), []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def environment(self):
        return {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": f"http://127.0.0.1:{self.server_port}/v1"}


class Draw(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.prompts.append(body["prompt"])
        revised = self.server.revised.pop(0)
        item = {"b64_json": PIXEL}
        if revised is not None:
            item["revised_prompt"] = body["prompt"] if revised == "sent" else revised
        reply = json.dumps({"created": 1, "data": [item]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


def generate(candid, images, *more, check=0):
    done = candid("generate", "a pear", "--engine", "openai", "--model", "gpt-image-2", "-o",
                  "out.png", "--json", *more, env=images.environment, check=check)
    return (json.loads(done.stdout) if check == 0 else None), done.stderr.decode()


def test_nothing_is_bought_again_unless_asked_for(candid):
    images = Images(OTHER)
    receipt, _ = generate(candid, images, "--fallback", "sketch")
    assert receipt["delivery"] == "altered" and len(images.prompts) == 1


def test_wrappers_get_plainer_until_the_words_arrive(candid):
    images = Images(OTHER, OTHER, "a pear")
    receipt, told = generate(candid, images, "--retry-altered", "3")
    assert images.prompts[0] == "a pear" and len(images.prompts) == 3
    assert all(prompt != "a pear" and "a pear" in prompt for prompt in images.prompts[1:])
    assert receipt["asked"]["text"] == "a pear" and receipt["directive"] == "as-is"
    assert receipt["attempt"]["number"] == 3 and "as-is" in receipt["attempt"]["reason"]
    second = candid.json("show", receipt["attempt"]["after"])
    first = candid.json("show", second["attempt"]["after"])
    assert second["directive"] == "full-detail" and first["directive"] is None
    assert "attempt" not in first and first["delivery"] == "altered"
    assert first["id"] in told and second["id"] in told
    words = candid("show", receipt["id"], check=0).stdout.decode()
    assert "without our wrapper" in words and "altered by us (as-is)" in words


def test_where_all_is_altered_the_least_altered_is_taken_and_said(candid):
    images = Images("a pear, " + OTHER, "a pear in a garden", OTHER)
    receipt, told = generate(candid, images, "--retry-altered", "2")
    assert receipt["revised"][0]["text"] == "a pear in a garden" and "least altered" in told
    assert len(candid.json("log")["receipts"]) == 3


def test_a_direct_route_is_asked_last_and_gets_the_words_as_they_are(candid):
    images = Images(OTHER, OTHER)
    receipt, told = generate(candid, images, "--retry-altered", "1", "--fallback", "sketch")
    assert receipt["engine"] == "sketch" and receipt["delivery"] == "verbatim"
    assert receipt["sent"]["text"] == "a pear" and receipt["directive"] is None
    assert receipt["attempt"]["number"] == 3


def test_a_route_that_rewrites_is_not_turned_to(candid):
    images = Images(OTHER)
    receipt, told = generate(
        candid, images, "--retry-altered", "0", "--fallback", "openai-responses")
    assert receipt["engine"] == "openai" and "rewrites every prompt" in told


def test_silence_is_no_reason_to_buy_again(candid):
    images = Images(None)
    receipt, _ = generate(candid, images, "--retry-altered", "3")
    assert receipt["delivery"] == "undisclosed" and len(images.prompts) == 1


def test_every_attempt_is_within_the_budget(candid):
    images = Images(OTHER, OTHER, OTHER)
    wish = ("generate", "a pear", "--engine", "openai", "--model", "gpt-image-2", "--size", "1024x1024",
            "--quality", "low")
    price = candid.json(*wish, "--dry-run", env=images.environment)["estimate"]
    budget = f"day={1.5 * float(price['high']):.6f}"
    done = candid(*wish, "-o", "out.png", "--json", "--retry-altered", "2", "--budget", budget,
                  env=images.environment, check=0)
    assert len(images.prompts) == 1 and json.loads(done.stdout)["delivery"] == "altered"
    assert any(row["state"] == "failed" for row in candid.json("log")["receipts"])


@pytest.mark.parametrize("arguments", [
    ("--retry-altered", "9"), ("--retry-altered", "1", "--require", "verbatim"),
    ("--retry-altered", "1", "--plan", "x.yaml"),
])
def test_flags_that_contradict_are_a_usage_error(candid, arguments):
    prompt = [] if "--plan" in arguments else ["a pear"]
    candid("generate", *prompt, *arguments, check=64)
