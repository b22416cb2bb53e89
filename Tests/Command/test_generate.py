import base64
import hashlib
import http.server
import json
import os
import pty
import re
import select
import shlex
import signal
import threading
import time

import pytest

from conftest import validate

SMALL = ["--size", "64x64"]

SACRED = [
    "  leading and trailing pear  ",
    "\"quoted\" 'quoted' `ticks` \\ / {braces} <tags> &amp; 100 % $HOME pear",
    "pear\nline\r\nline\ttab\r",
    "pear 👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \u1100\u1161\u11a8 각 \u200b\ufeff",
    "pear שלום \u200eabc\u200f مرحبا",
    "--pear is no option",
    "- pear",
    "pear " + "아" * 31995,
]


def sent_prompt(candid, *arguments, **options):
    return json.loads(candid.json("generate", "--dry-run", *arguments, **options)["body"])["prompt"]


@pytest.mark.parametrize("prompt", SACRED, ids=range(len(SACRED)))
def test_a_prompt_arrives_byte_for_byte(candid, prompt):
    done = candid("generate", *SMALL, "-o", "out.png", "--json", "--", prompt, check=0)
    receipt = json.loads(done.stdout)
    assert receipt["asked"]["text"].encode() == prompt.encode()
    assert receipt["sent"]["text"].encode() == prompt.encode()
    assert receipt["revised"][0]["text"].encode() == prompt.encode()
    assert receipt["delivery"] == "verbatim"


def test_one_final_line_ending_of_a_file_is_dropped_and_said(candid):
    (candid.folder / "p.txt").write_bytes(b" a pear \r\n\r\n")
    done = candid("generate", "--prompt-file", "p.txt", "--dry-run", "--json", check=0)
    assert json.loads(json.loads(done.stdout)["body"])["prompt"] == " a pear \r\n"
    assert b"line ending" in done.stderr


def test_raw_keeps_the_final_line_ending(candid):
    assert sent_prompt(candid, "--raw", "-", input=b"a pear\n") == "a pear\n"


def test_standard_input_without_a_line_ending_is_taken_whole(candid):
    done = candid("generate", "-", "--dry-run", "--json", input=b"a pear", check=0)
    assert json.loads(json.loads(done.stdout)["body"])["prompt"] == "a pear"
    assert done.stderr == b""


@pytest.mark.parametrize("arguments, code, says", [
    ([""], 2, "empty"),
    ([" \n\t"], 2, "white space"),
    ([b"a \xff pear"], 2, "UTF-8"),
    (["a pear", "--engine", "brush"], 2, "brush"),
    (["a pear", "--model", "brush-9"], 2, "brush-9"),
    (["a pear", "--style", "cubist"], 2, "cubist"),
    (["a pear", "--format", "bmp"], 2, "bmp"),
    (["a pear", "--quality", "ultra"], 2, "ultra"),
    (["a pear", "--size", "0x0"], 2, "0x0"),
    (["a pear", "--size", "99999x99999"], 2, "99999x99999"),
    (["a pear", "--size", "64"], 2, "1024x1024"),
    (["a pear", "-n", "0"], 2, "n:"),
    (["a pear", "-n", "11"], 2, "10"),
    (["a pear", "--seed", "-1"], 64, "seed"),
    (["a pear", "-o", "/proc/nowhere/x.png"], 2, "/proc/nowhere"),
    (["a pear", "-o", "x.jpg"], 2, "--format jpeg"),
    (["a pear", "--prompt-file", "missing.txt"], 64, "two prompts"),
    (["--prompt-file", "missing.txt"], 2, "missing.txt"),
    ([], 64, "prompt"),
    (["a pear", "--engine", "openai"], 2, "OPENAI_API_KEY"),
    (["a pear", "--engine", "openai", "--model", "dall-e-3"], 2, "gpt-image-2.6-sunburst"),
    (["pear " * 6401], 2, "32000"),
])
def test_bad_input_is_a_clear_error(candid, arguments, code, says):
    done = candid("generate", *arguments, check=code)
    assert says in done.stderr.decode(), done.stderr.decode()
    assert done.stdout == b""
    assert not (candid.folder / "ledger").exists() or candid.json("log")["receipts"] == []


def test_invalid_utf8_in_a_file_names_the_byte(candid):
    (candid.folder / "p.txt").write_bytes(b"a pe\xe9r")
    assert "byte 4" in candid("generate", "--prompt-file", "p.txt", check=2).stderr.decode()


def test_a_nul_byte_is_refused(candid):
    assert "NUL" in candid("generate", "-", input=b"a\0pear", check=2).stderr.decode()


def test_an_error_is_json_where_json_was_asked(candid):
    assert candid.json("generate", "", check=2)["exit"] == 2


def test_the_result_is_alone_on_standard_output(candid):
    done = candid("generate", "a pear", *SMALL, check=0)
    assert done.stderr == b""
    assert b"asked" in done.stdout and b"receipt" in done.stdout


def test_quiet_prints_the_file_alone(candid):
    done = candid("generate", "a pear", *SMALL, "-q", check=0)
    name = done.stdout.decode().strip()
    assert (candid.folder / name).read_bytes().startswith(b"\x89PNG")
    assert done.stderr == b""


def test_the_picture_goes_to_standard_output(candid):
    done = candid("generate", "a pear", *SMALL, "-o", "-", check=0)
    assert done.stdout.startswith(b"\x89PNG") and done.stdout.endswith(b"IEND\xaeB`\x82")
    assert b"receipt" in done.stderr


@pytest.mark.parametrize("form, magic", [
    ("png", b"\x89PNG"), ("jpeg", b"\xff\xd8\xff"), ("webp", b"RIFF"), ("svg", b"<"),
])
def test_each_format(candid, form, magic):
    receipt = candid.json("generate", "a pear", *SMALL, "--format", form, "-o", "dir/")
    picture = receipt["pictures"][0]
    bytes = (candid.folder / picture["file"]).read_bytes()
    assert bytes.startswith(magic)
    assert (picture["format"], picture["width"], picture["height"]) == (form, 64, 64)


def test_several_pictures_are_several_files_and_differ(candid):
    receipt = candid.json("generate", "three pears", *SMALL, "-n", "3", "--seed", "5")
    files = [picture["file"] for picture in receipt["pictures"]]
    assert len({(candid.folder / file).read_bytes() for file in files}) == 3


def test_a_file_that_is_there_is_not_written_over(candid):
    (candid.folder / "mine.png").write_bytes(b"mine")
    candid("generate", "a pear", *SMALL, "-o", "mine.png", check=2)
    assert (candid.folder / "mine.png").read_bytes() == b"mine"
    candid("generate", "a pear", *SMALL, "-o", "mine.png", "--force", check=0)
    assert (candid.folder / "mine.png").read_bytes().startswith(b"\x89PNG")


def test_a_full_disk_loses_nothing(candid):
    done = candid("generate", "a pear", *SMALL, "-o", "/dev/full", check=2)
    kept = re.search(r"the picture is at (\S+),", done.stderr.decode().replace("\n", " ")).group(1)
    assert open(kept, "rb").read().startswith(b"\x89PNG")
    assert candid.json("log")["receipts"][0]["state"] == "finished"


def test_a_dry_run_sends_and_records_nothing(candid):
    document = candid.json("generate", "a pear", "--seed", "7", "--dry-run")
    assert json.loads(document["body"]) == {"model": "sketch-1", "prompt": "a pear", "seed": 7}
    assert not (candid.folder / "ledger").exists()


def test_a_dry_run_shows_no_key_and_needs_none(candid):
    arguments = ["generate", "a pear", "--engine", "openai", "--dry-run"]
    candid(*arguments, check=0)
    done = candid(*arguments, "--json", env={"OPENAI_API_KEY": "sk-secret-1"}, check=0)
    assert b"sk-secret-1" not in done.stdout + done.stderr
    estimate = json.loads(done.stdout)["estimate"]
    assert 0 < estimate["low"] < estimate["high"] and estimate["basis"] == "estimate"


def test_the_dry_runs_digest_is_the_runs(candid):
    planned = candid.json("generate", "a pear", *SMALL, "--dry-run")
    receipt = candid.json("generate", "a pear", *SMALL)
    assert planned["body_sha256"] == receipt["sent"]["body_sha256"]


def test_the_same_order_gives_the_same_bytes(candid):
    first = candid.json("generate", "a pear in a bowl", *SMALL, "--seed", "9")
    second = candid.json("generate", "a pear in a bowl", *SMALL, "--seed", "9")
    assert first["pictures"][0]["sha256"] == second["pictures"][0]["sha256"]


def test_words_that_are_not_drawn_are_told(candid):
    receipt = candid.json("generate", "a pear and a quux", *SMALL)
    assert [word["word"] for word in receipt["not_drawn"]] == ["quux"]
    assert b"quux" in candid("generate", "a pear and a quux", *SMALL, check=0).stdout


def test_each_picture_says_what_was_drawn_where(candid):
    receipt = candid.json("generate", "two red pears on a table", "--size", "256x256")
    things = receipt["pictures"][0]["scene"]["things"]
    assert sorted(thing["name"] for thing in things) == ["pear", "pear", "table"]
    for thing in things:
        left, top, width, height = thing["box"]
        assert 0 <= left < left + width <= 256 and 0 <= top < top + height <= 256


def test_partial_pictures_are_kept(candid):
    receipt = candid.json("generate", "a pear", *SMALL, "--partials", "3")
    assert len(receipt["partials"]) == 3
    candid("ledger", "verify", check=0)


def test_an_unreachable_provider_is_recorded(candid):
    key = {"OPENAI_API_KEY": "sk-secret-2", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    receipt = candid.json("generate", "a pear", "--engine", "openai", env=key, check=6)
    assert receipt["state"] == "failed" and not receipt["perhaps_charged"]
    for file in (candid.folder / "ledger").rglob("*"):
        assert file.is_dir() or b"sk-secret-2" not in file.read_bytes()


def terminal_run(candid, arguments, term="xterm-256color", env=None, interrupt_after=None):
    """Runs the command on a pseudo-terminal, and gives what it wrote and its exit code."""
    main, side = pty.openpty()
    process = candid.popen(
        *arguments, stdin=side, stdout=side, stderr=side, env={"TERM": term} | (env or {}))
    os.close(side)
    output, end = b"", time.monotonic() + 60
    started = time.monotonic()
    while time.monotonic() < end:
        if interrupt_after is not None and time.monotonic() - started > interrupt_after:
            process.send_signal(signal.SIGINT)
            interrupt_after = None
        try:
            if select.select([main], [], [], 0.05)[0]:
                chunk = os.read(main, 65536)
                if not chunk:
                    break
                output += chunk
        except OSError:
            break
    os.close(main)
    return output, process.wait(timeout=60)


def test_a_terminal_sees_progress_and_colour(candid):
    output, code = terminal_run(candid, ["generate", "a castle", "-n", "3", "-q"])
    assert code == 0
    output, code = terminal_run(candid, ["generate", "a castle", "-n", "3"])
    assert code == 0 and "█".encode() in output and b"\x1b[1masked" in output


def test_no_colour_and_dumb_terminals_are_respected(candid):
    output, _ = terminal_run(candid, ["generate", "a pear", *SMALL], env={"NO_COLOR": "1"})
    assert b"\x1b[1m" not in output
    output, _ = terminal_run(candid, ["generate", "a pear", *SMALL], term="dumb")
    assert b"\x1b" not in output


def test_ctrl_c_is_recorded_as_cancelled(candid):
    _, code = terminal_run(
        candid, ["generate", "a castle", "-n", "10", "--size", "2048x2048"], interrupt_after=0.4)
    assert code == 130
    assert candid.json("log")["receipts"][0]["state"] == "cancelled"
    candid("ledger", "verify", check=0)


def test_numbered_files_that_are_there_are_not_written_over(candid):
    (candid.folder / "keep-2.png").write_bytes(b"mine")
    done = candid("generate", "a pear", *SMALL, "-n", "2", "-o", "keep.png", check=2)
    assert "keep-2.png" in done.stderr.decode()
    assert (candid.folder / "keep-2.png").read_bytes() == b"mine"
    assert not (candid.folder / "ledger").exists()


def test_a_place_without_an_ending_is_a_folder(candid):
    receipt = candid.json("generate", "a pear", *SMALL, env={"CANDID_OUTPUT": "pics"})
    assert receipt["pictures"][0]["file"].startswith("pics/")
    candid("generate", "a pear", *SMALL, "-o", "", check=2)
    candid("generate", "a pear", *SMALL, "-o", "out.xyz", check=2)


@pytest.mark.parametrize("arguments", [
    ["generate", "a pear", *SMALL, "-o", "-"], ["log"], ["doctor"], ["lint", "a pear"],
])
def test_a_result_that_can_not_be_written_is_said(candid, arguments):
    candid("generate", "a pear", *SMALL, "-o", "x.png", check=0)
    with open("/dev/full", "wb") as full:
        process = candid.popen(*arguments, stdout=full, stderr=-1)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 2, stderr
    assert b"standard output" in stderr


def test_control_characters_of_a_prompt_do_not_reach_the_terminal(candid):
    prompt = "a pear \x1b[31m \x1b]0;x\x07 \r \u202e"
    for arguments in [["generate", prompt, *SMALL], ["log"]]:
        done = candid(*arguments, check=0)
        assert b"\x1b" not in done.stdout and b"\r" not in done.stdout
        assert "\u202e" not in done.stdout.decode()
    assert candid.json("log")["receipts"][0]["asked"]["text"] == prompt


def test_require_verbatim_is_proved_where_the_engine_reports_its_text(candid):
    receipt = candid.json("generate", *SMALL, "a pear", "--require", "verbatim", "-o", "p.png")
    assert receipt["delivery"] == "verbatim"
    assert receipt["changes"] == []


@pytest.mark.parametrize("arguments, code, says", [
    (["--engine", "openai"], 4, "never reports the text"),
    (["--as-is"], 64, "contradict"),
])
def test_require_verbatim_is_refused_where_it_cannot_be_proved(candid, arguments, code, says):
    done = candid("generate", "a pear", "--require", "verbatim", *arguments,
                  env={"OPENAI_API_KEY": "k"}, check=code)
    assert says in done.stderr.decode()
    assert not (candid.folder / "ledger").exists()


def test_as_is_is_shown_as_our_own_alteration(candid):
    receipt = candid.json("generate", *SMALL, "a pear", "--as-is", "-o", "p.png")
    change, = receipt["changes"]
    assert change["by"] == "us" and change["through"] == "as-is"
    assert "".join(s["text"] for s in change["diff"]["segments"] if s["kind"] != "added") == "a pear"
    assert "".join(s["text"] for s in change["diff"]["segments"] if s["kind"] != "removed") == receipt["sent"]["text"]
    assert change["embellishment"] > 0


class Rewriter(http.server.BaseHTTPRequestHandler):
    """An Images API that reports another text than the one it was sent."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["prompt"]
        pixel = base64.b64encode(PIXEL).decode()
        body = json.dumps({"created": 1, "data": [
            {"b64_json": pixel, "revised_prompt": "a majestic " + asked + " in golden light"}]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def test_a_provider_that_reports_another_text_fails_the_requirement_and_the_proof_is_kept(candid):
    server = http.server.HTTPServer(("127.0.0.1", 0), Rewriter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    catalogue = {"engines": [{"id": "openai", "promises": {
        "rewriter": "none", "read_back": "always", "idempotency": "none", "can_be_asked": False}}]}
    (candid.folder / "own.yaml").write_text(json.dumps(catalogue))
    environment = {
        "OPENAI_API_KEY": "k", "CANDID_CATALOGUE": str(candid.folder / "own.yaml"),
        "OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_port}/v1"}
    try:
        done = candid("generate", "cat", "--engine", "openai", "--require", "verbatim",
                      "-o", "c.png", "--json", env=environment, check=1)
    finally:
        server.shutdown()
    receipt = json.loads(done.stdout)
    validate(receipt)
    assert receipt["delivery"] == "altered"
    assert (candid.folder / "c.png").read_bytes() == PIXEL
    change, = receipt["changes"]
    assert change["by"] == "provider"
    assert {a["word"] for a in change["added"]} >= {"majestic", "golden"}
    assert b"--require verbatim" in done.stderr
    curl = candid("show", receipt["id"], "--curl", env=environment | {"OPENAI_API_KEY": "secret-1"},
                  check=0).stdout.decode()
    words = shlex.split(curl.replace("\\\n", " "))
    body = words[words.index("--data-binary") + 1]
    assert hashlib.sha256(body.encode()).hexdigest() == receipt["sent"]["body_sha256"]
    assert "$OPENAI_API_KEY" in curl and "secret-1" not in curl
    shown = candid("show", receipt["id"], check=0).stdout.decode()
    assert "{+a majestic +}cat" in shown and "golden" in shown
