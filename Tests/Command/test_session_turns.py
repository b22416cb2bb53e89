"""Turns of a session: from scripts, over the wire's three forms, within a region, cancelled, killed."""
import base64
import contextlib
import http.server
import json
import os
import signal
import sqlite3
import struct
import subprocess
import threading
import zlib

import pytest

from conftest import validate
from terminal import Terminal
from test_session import SIZE, talk
from test_simulate import simulating

RESPONSES = ("--engine", "openai-responses", "--allow-rewrite", "--size", "1024x1024")


def png(width, height, clear=None):
    """A PNG; what lies in the box is transparent."""
    x, y, w, h = clear or (0, 0, 0, 0)
    rows = b"".join(
        b"\0" + b"".join(
            b"\xff\xff\xff" + (b"\0" if x <= i < x + w and y <= j < y + h else b"\xff") for i in range(width))
        for j in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


@contextlib.contextmanager
def silent(candid, answer=lambda wire: None):
    """A service that takes a request, tells so, and answers as it is told: usually never."""
    asked, done = threading.Event(), threading.Event()

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            asked.set()
            answer(self)
            done.wait(60)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    candid.environment |= {
        "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_port}/v1"}
    try:
        yield asked
    finally:
        done.set()
        server.shutdown()


# Scripts

def test_generate_and_edit_take_turns(candid):
    first = candid.json("generate", "--session", "poster", "a red bicycle beside a blue door", *SIZE)
    assert first["session"]["turn"] == 1 and first["session"]["name"] == "poster"
    second = candid.json("generate", "--session", "poster", "make the bicycle green", *SIZE)
    assert second["session"]["turn"] == 2 and second["sent"]["text"] == "make the bicycle green"
    third = candid.json("edit", "--session", "poster", "add a cat", "--keep", "subject:bicycle", "--from", "1", *SIZE)
    assert third["session"]["turn"] == 3
    turns = candid.json("session", "show", "poster")["turns"]
    assert [turn["parent"] for turn in turns] == [None, 1, 1]
    assert turns[2]["contract"]["keep"] == ["subject:bicycle"]
    new = candid.json("generate", "--session", "poster", "--turn", "new", "a lighthouse", *SIZE)
    assert new["session"]["carried"] == {"messages": 0, "pictures": 0}


def test_a_dry_run_of_a_turn_writes_nothing(candid):
    dry = candid.json("generate", "--session", "poster", "a red bicycle", "--dry-run", *SIZE)
    assert "a red bicycle" in dry["body"]
    assert not (candid.folder / "ledger/ledger.sqlite").exists()
    talk(candid, "a red bicycle")
    before = candid.json("ledger", "verify")["head"]
    candid.json("edit", "--session", "poster", "add a cat", "--dry-run", *SIZE)
    assert candid.json("ledger", "verify")["head"] == before


def test_what_is_no_turn_or_two_things_is_refused(candid):
    talk(candid, "a red bicycle beside a blue door")
    said = candid("generate", "--session", "poster", "make it yellow", *SIZE, check=4).stderr.decode()
    assert "make the door yellow" in said and "Nothing was sent" in said
    assert "a new picture, or put into this one?" in candid(
        "generate", "--session", "poster", "a blue car", *SIZE, check=4).stderr.decode()
    assert "asks for no picture" in candid("generate", "--session", "poster", "undo", check=2).stderr.decode()
    assert "has no picture yet" in candid("edit", "--session", "other", "add a cat", check=2).stderr.decode()
    for flags in [("-n", "2"), ("--lock", "x"), ("--image", "x.png"), ("--expand", "free")]:
        assert "--session does not go with" in candid(
            "generate", "--session", "poster", "a pear", *flags, check=64).stderr.decode()
    assert len(candid.json("session", "show", "poster")["turns"]) == 1


def test_of_two_scripts_on_one_session_the_second_is_told(candid):
    talk(candid, "a red bicycle")
    with silent(candid) as asked:
        first = candid.popen(
            "generate", "--session", "poster", "add a cat", "--engine", "openai", "--quiet",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert asked.wait(60)
        for command in [("generate", "--session", "poster", "add a dog"),
                        ("edit", "--session", "poster", "add a dog"), ("chat", "poster")]:
            said = candid(*command, input=b"", check=4).stderr.decode()
            assert f"process {first.pid}" in said and "session in use" in said
        first.send_signal(signal.SIGINT)
        assert first.wait(60) == 130
        first.communicate()
    session = candid.json("session", "show", "poster")
    assert [turn["outcome"] for turn in session["turns"]] == ["finished", "cancelled"]
    assert talk(candid, "add a dog")[0][0]["turn"]["parent"] == 1


# The wire

def test_the_provider_remembers_and_the_turn_says_what_it_carried(candid):
    with simulating(candid) as service:
        candid.environment |= service.environment
        turns, said = talk(candid, ":wire remembered", "a red bicycle beside a blue door", "make the bicycle green",
                           "add a cat", ":from 1 add a dog", flags=RESPONSES)
        carried = [turn["turn"]["carried"] for turn in turns]
        assert carried == [{"messages": n, "pictures": n} for n in (0, 1, 2, 1)]
        assert "carried 2 messages, 2 pictures" in said
        bodies = [json.loads(service.bytes(f"requests/{n}/body")) for n in (1, 2, 3, 4)]
        assert "previous_response_id" not in bodies[0]
        names = [body["previous_response_id"] for body in bodies[1:]]
        assert names[0] == names[2] != names[1]
        # What is remembered is not sent again.
        assert all("input_image" not in json.dumps(body) for body in bodies)
        receipt = candid.json("show", turns[2]["turn"]["receipt"])
        assert receipt["session"]["carried"] == {"messages": 2, "pictures": 2}
        # The service forgets; nothing is lost, and the way out works.
        service.bytes("reset", "POST")
        turns, said = talk(candid, "add a fox", ":wire direct", "add a fox", flags=RESPONSES, check=5)
        assert "has forgotten the conversation" in said and ":wire direct" in said and "nothing is lost" in said
        assert [turn["turn"]["outcome"] for turn in turns] == ["failed", "finished"]
        assert turns[1]["turn"]["parent"] == 4 and turns[1]["turn"]["carried"] == {"messages": 0, "pictures": 1}


def test_the_stateless_form_says_the_call_again_with_its_picture(candid):
    with simulating(candid) as service:
        candid.environment |= service.environment
        turns, _ = talk(candid, "a red bicycle", "add a cat", flags=("--wire", "stateless", *RESPONSES))
        assert turns[1]["turn"]["carried"] == {"messages": 0, "pictures": 1}
        first, second = (json.loads(service.bytes(f"requests/{n}/body")) for n in (1, 2))
        call, message = second["input"]
        assert call["type"] == "image_generation_call" and "previous_response_id" not in second
        stored = candid.folder / "ledger/pictures" / turns[0]["turn"]["picture"][0]
        assert base64.b64decode(call["result"]) == next(
            stored.glob(turns[0]["turn"]["picture"] + ".*")).read_bytes()
        assert message["content"][0]["text"] == "add a cat" and len(first["input"]) == 1


# Regions

def test_a_mask_binds_one_edit_and_is_checked(candid):
    (candid.folder / "mask.png").write_bytes(png(256, 256, (0, 128, 128, 128)))
    turns, said = talk(candid, "a red bicycle beside a blue door", ":mask mask.png", "add a cat", "add a dog")
    assert "may change 25 % of the picture" in said and "region     a mask" in said
    assert [turn["turn"]["mask"] is not None for turn in turns] == [False, True, False]
    receipt = candid.json("show", turns[1]["turn"]["receipt"])
    assert receipt["session"]["turn"] == 2
    turns, said = talk(candid, ":box 10,10,100,100", "only the light", "make it overcast", ":undo", ":undo", ":mask")
    assert turns[0]["turn"]["contract"]["box"] and turns[0]["turn"]["contract"]["only"] == ["lighting"]
    assert "region     the box" in said


def test_a_mask_of_another_size_is_named(candid):
    (candid.folder / "small.png").write_bytes(png(64, 64, (0, 0, 8, 8)))
    (candid.folder / "mask.png").write_bytes(png(256, 256, (0, 0, 8, 8)))
    said = talk(candid, ":mask small.png", check=2)[1]
    assert "no picture yet" in said
    talk(candid, "a red bicycle")
    said = talk(candid, ":mask small.png", check=2)[1]
    assert "it is 64x64, and the picture is 256x256" in said
    assert "can't be read" in talk(candid, ":mask nosuch.png", check=2)[1]
    assert "leaves the picture" in talk(candid, ":box 200,200,100,100", check=2)[1]
    assert "x,y,w,h" in talk(candid, ":box left", check=2)[1]
    done = candid("edit", "--session", "poster", "add a cat", "--mask", "small.png", *SIZE, check=2)
    assert "it is 64x64" in done.stderr.decode()
    # The picture is another one by then.
    turns, said = talk(candid, ":mask mask.png", "new picture: a pear", "add a cat")
    assert turns[1]["turn"]["mask"] is None
    assert len(candid.json("session", "show", "poster")["turns"]) == 3


# Contracts by words

@pytest.mark.parametrize("words, contract", [
    ("only the light", {"only": ["lighting"]}),
    (":only lighting", {"only": ["lighting"]}),
    ("배경은 그대로", {"keep": ["place"]}),
    ("keep the bicycle as it is", {"keep": ["subject:bicycle"]}),
])
def test_words_make_a_contract(candid, words, contract):
    turns, _ = talk(candid, "a red bicycle beside a blue door", words, "make it overcast")
    made = turns[1]["turn"]["contract"]
    for side, facets in contract.items():
        assert made[side] == facets, made
    sent = turns[1]["turn"]["sent"]
    assert sent.startswith("make it overcast\n\n")


@pytest.mark.parametrize("words", ["이 부분은 그대로", "keep this part as it is", "make this part red"])
def test_a_part_that_words_do_not_name_is_asked_about(candid, words):
    talk(candid, "a red bicycle beside a blue door")
    turns, said = talk(candid, words, check=4)
    assert turns == [] and "Which part" in said and ":box" in said


def test_keep_unkeep_fork_pin_name_and_ask(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", ":keep composition, the door", "add a cat", ":unkeep all",
        "add a dog", ":from 2", ":fork quiet", ":pin 2", ":name placard", ":ask what is in the picture?", ":undo",
        ":tree", check=0)
    assert turns[1]["turn"]["contract"]["keep"] == ["composition", "subject:door"]
    assert turns[2]["turn"]["contract"] is None
    session = candid.json("session", "show", "placard")
    assert session["pinned"] == turns[0]["turn"]["picture"] and session["branch"] == "quiet"
    for words in ["Every edit keeps", "Nothing is kept", "on “quiet”", "measured against the picture of turn 2",
                  "called “placard”", "nothing here is verified"]:
        assert words in said, words


# Cancelled and killed

def test_ctrl_c_during_a_turn_loses_nothing_and_says_what_it_may_cost(candid):
    talk(candid, "a red bicycle")
    with silent(candid) as asked:
        there = Terminal(candid, "chat", "poster", "--engine", "openai", "--no-verify")
        there.wait_for("poster")
        there.type("add a cat\n")
        assert asked.wait(60)
        there.kill_gently(signal.SIGINT)
        there.wait_for("cancelled; the session stands as before").wait_for("perhaps charged")
        there.type("\x04")
        there.finish()
    session = candid.json("session", "show", "poster")
    assert [turn["outcome"] for turn in session["turns"]] == ["finished", "cancelled"]
    assert session["at_turn"] == 1
    assert talk(candid, "add a cat")[0][0]["turn"]["parent"] == 1


def test_a_pipe_stops_where_it_was_cancelled(candid):
    with silent(candid) as asked:
        run = candid.popen("chat", "poster", "--engine", "openai", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE)
        run.stdin.write(b"a pear\na fox\n")
        run.stdin.close()
        assert asked.wait(60)
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130
        run.stdout.read(), run.stderr.read()
    assert len(candid.json("session", "show", "poster")["turns"]) == 1


@pytest.mark.parametrize("point", range(8))
def test_a_session_goes_on_after_a_kill_at_any_point_of_a_turn(candid, point):
    talk(candid, "a red bicycle")
    file = candid.folder / "ledger/ledger.sqlite"
    count = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def entries():
        return count.execute("SELECT count(*) FROM entry").fetchone()[0]

    before = entries()
    run = candid.popen("chat", "poster", *SIZE, "--no-verify", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    run.stdin.write(b"add a cat\n")
    run.stdin.close()
    # Wherever it is by then: what must hold, must hold everywhere.
    while entries() < before + 1 + point and run.poll() is None:
        pass
    run.kill()
    run.wait()
    count.close()
    turns, said = talk(candid, "add a dog")
    session = candid.json("session", "show", "poster")
    cut = [turn for turn in session["turns"] if turn["said"] == "add a cat"]
    assert len(cut) == 1 and cut[0]["outcome"] in ("finished", "lost")
    assert turns[0]["turn"]["outcome"] == "finished"
    assert turns[0]["turn"]["parent"] == (2 if cut[0]["outcome"] == "finished" else 1)
    if cut[0]["outcome"] == "lost":
        assert "was cut off" in said
    assert candid.json("ledger", "verify")["damages"] == []


def test_a_kill_while_the_provider_works_is_perhaps_charged(candid):
    talk(candid, "a red bicycle")
    with silent(candid) as asked:
        run = candid.popen("generate", "--session", "poster", "add a cat", "--engine", "openai",
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert asked.wait(60)
        run.kill()
        run.wait()
    turns, said = talk(candid, "add a dog")
    assert "cut off (perhaps charged)" in said and turns[0]["turn"]["parent"] == 1
    assert candid.json("session", "show", "poster")["turns"][1]["outcome"] == "lost"
